"""Check who pays, who is paid and when: shares that do not sum, payouts without a price, sites that open too late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import N_, Note, Problem
from siteplan.study import Format, Study

__all__ = ["MOST_GROWTH", "money_notes", "money_problems"]

PAID_BY = ("capex_paid_by", "opex_paid_by")
ROUNDED = 1e-6  # what shares may miss 1 by
MOST_GROWTH = 1e6  # of a price within the horizon: beyond it one year hides all others, and a percent was meant
FINANCE = f"{TOML} [finance]"


def money_problems(study: Study) -> Iterator[Problem]:
    """Yield what contradicts itself in the money of formats, and in [finance]."""
    for name, spec in study.formats.items():
        where = f"{TOML} [formats.{name}]"
        yield from _payers(spec, where)
        yield from _agent(name, study, where)
        yield from _payouts(spec, study, where)
        yield from _modules(spec, where)
        yield from _owners(spec, where)
        if spec.lead_months >= 12 * study.plan.horizon_years:
            what = f"{spec.lead_months} months to open are not less than the horizon, {study.plan.horizon_years} years"
            yield Problem(where, what, "Lower it, or raise horizon_years in [plan].", "lead_months")
    yield from _sources(study)
    yield from _growth(study)


def _payers(spec: Format, where: str) -> Iterator[Problem]:
    for key in PAID_BY:
        paid = getattr(spec, key)
        if abs(sum(paid.values()) - 1.0) > ROUNDED:
            what = f"the shares of those who pay sum to {sum(paid.values()):.10g}"
            yield Problem(where, what, "Give shares that sum to 1; 0.6 is 60 %.", key)
        if paid.get("brands") and spec.brands > 1:
            what = f"the brands pay a share here, and the maker's part is divided by {spec.brands} brands, too"
            yield Problem(where, what, "Give their share, or brands; not both.", key)


def _agent(name: str, study: Study, where: str) -> Iterator[Problem]:
    """Find franchises that stand under nobody, and formats that stand under what is not there."""
    spec, others = study.formats[name], [other for other in study.formats if other != name]
    if not spec.under:
        if spec.ownership == "franchise":
            what = "a franchise needs the agent format that it stands under"
            yield Problem(where, what, f"Name one of: {', '.join(others)}." if others else "Add one.", "under")
    elif spec.under not in others:
        what = f'"{spec.under}" is no other format of the study'
        yield Problem(where, what, did_you_mean(spec.under, others, "Others are"), "under")


def _payouts(spec: Format, study: Study, where: str) -> Iterator[Problem]:
    if spec.payout_share > 0 and study.finance.price is None:
        what = "a share of the price is paid out, and no price is given"
        yield Problem(where, what, "Give price in [finance], currency a vehicle.", "payout_share")
    for key in ("payout_share", "marketing_per_vehicle"):
        if getattr(spec, key) > 0 and not spec.sells:
            what = "money for each vehicle, of a format that sells nothing"
            yield Problem(where, what, "Leave it out, or correct functions and attractiveness.", key)


def _owners(spec: Format, where: str) -> Iterator[Problem]:
    if spec.owners is not None and "service" not in spec.functions:
        what = "it says how many owners its sites look after, and has no function service"
        yield Problem(where, what, 'Add "service" to its functions, or leave owners out.', "owners")


def _modules(spec: Format, where: str) -> Iterator[Problem]:
    sizes = Counter(module.area_m2 for module in spec.modules.values())
    if any(count > 1 for count in sizes.values()):
        what = "two modules have the same area, so that none is the larger"
        yield Problem(where, what, "Give each its own area_m2.", "modules")


def _sources(study: Study) -> Iterator[Problem]:
    sources, plan = study.finance.sources, study.plan
    if not sources:
        return
    if abs((whole := sum(source.share for source in sources)) - 1.0) > ROUNDED:
        yield Problem(
            FINANCE, f"the shares of the sources sum to {whole:.10g}", "Give shares that sum to 1.", "sources"
        )
    for name, count in Counter(source.name for source in sources).items():
        if count > 1:
            yield Problem(FINANCE, f'{count} sources are called "{name}"', "Give each its own name.", "sources")
    rate = study.finance.mean_rate
    if rate is not None and abs(plan.discount_rate - rate) > ROUNDED:
        what = f"{plan.discount_rate:.10g} is given here, and the sources of [finance] make it {rate:.6g}"
        yield Problem(f"{TOML} [plan]", what, "Leave one of the two out.", "discount_rate")


def _growth(study: Study) -> Iterator[Problem]:
    """Find prices that grow beyond all sense by the last year."""
    years = study.plan.horizon_years
    for key, rate in study.finance:
        if key.endswith("_growth") and (times := (1.0 + rate) ** (years - 1)) > MOST_GROWTH:
            what = f"growth of {rate:.10g} a year makes {times:.2g} times as much of it in {years} years"
            yield Problem(FINANCE, what, "Lower it; 0.03 is 3 %.", key)


def money_notes(study: Study) -> Iterator[Note]:
    """Yield what a planner may not have meant: partners who pay nothing, a guarantee that sales never exceed."""
    for name, spec in study.formats.items():
        where = f"{TOML} [formats.{name}]"
        unsaid = not {*PAID_BY} & spec.model_fields_set
        if spec.ownership != "direct" and unsaid:
            text = N_("the company does not run these sites, and pays for them all the same: no key says who else")
            yield Note(where, text, "capex_paid_by")
        most = spec.capacity or (spec.sales_range[1] if spec.sales_range else None)
        if spec.payout_guarantee > 0 and most is not None:
            paid = spec.payout_share * (study.finance.price or 0.0) * most
            if paid <= spec.payout_guarantee:
                text = N_("the guarantee is never exceeded: {n:,.0f} a year are paid at most by sales")
                yield Note(where, text, "payout_guarantee", (), {"n": paid})
