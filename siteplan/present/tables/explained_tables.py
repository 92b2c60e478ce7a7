"""Tables of what solving anew says: what each rule costs, and which rejected sites are nearest to opening."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from siteplan.evaluate import Plan
from siteplan.present.plan_text.explained_words import entry_text, spread_text
from siteplan.present.plan_text.rule_words import records, rule_name
from siteplan.present.plan_text.sentences import gap_text, percent
from siteplan.present.reports.report_parts import Heading, Table
from siteplan.present.text.goals import short_figure, unit_text
from siteplan.present.text.numbers import NO_NUMBER, amount, exact
from siteplan.present.text.reader import Reader

__all__ = ["price_table", "rejected_table"]


def price_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the plan without each rule that costs something, beside the plan; None where none was found to."""
    rules = [rule for rule in plan.rules.to_dict("records") if rule["price_basis"] == "re-solved"]
    groups = [group for group in plan.together.to_dict("records") if group["price_basis"] == "re-solved"]
    if not rules and not groups:
        return None
    _ = reader.gettext
    columns = [
        Heading(_("Without"), words=True),
        Heading(_("Gains, {unit}").format(unit=unit_text(plan.proof.goal, reader))),
        Heading(_("Vehicles a year")),
        Heading(_("Investment")),
        Heading(_("Running cost a year")),
        Heading(_("Net present value")),
        Heading(_("Covered, all people")),
        Heading(_("Covered, rural")),
        Heading(_("Gap")),
    ]
    rows = [_the_plan(plan, reader)]
    for group in groups:
        names = [rule_name(name, plan.study, reader) for name in str(group["rule_ids"]).split("; ")]
        rows.append([_(" and ").join(names), *_without(plan, group, reader)])
    rows += [[rule_name(rule["rule_id"], plan.study, reader), *_without(plan, rule, reader)] for rule in rules]
    note = _(
        "Re-solved: the best plan found without the rule, all others kept; in brackets what the proofs leave open."
    )
    return Table(_("What the rules cost"), columns, rows, f"{note} {_money(reader)}")


def _the_plan(plan: Plan, reader: Reader) -> list[str]:
    kpis = plan.kpis
    figures = {
        "without_capture": kpis.capture,
        "without_capex": kpis.capex,
        "without_opex": kpis.opex,
        "without_npv": kpis.npv,
        "without_coverage": kpis.coverage.all,
        "without_coverage_rural": kpis.coverage.rural,
    }
    gap = gap_text(max(plan.proof.gap, 0.0), reader)
    return [reader.gettext("nothing: the plan"), NO_NUMBER, *_figures(figures, reader), gap]


def _without(plan: Plan, line: Mapping[Any, Any], reader: Reader) -> list[str]:
    gain = spread_text(line["price"], line["price_from"], line["price_to"], plan.proof.goal, reader)
    return [gain, *_figures(line, reader), gap_text(max(line["price_gap"], 0.0), reader)]


def _figures(line: Mapping[Any, Any], reader: Reader) -> list[str]:
    money = [amount(line[f"without_{name}"], "", reader) for name in ("capex", "opex", "npv")]
    shares = [percent(line[f"without_{name}"], reader) for name in ("coverage", "coverage_rural")]
    return [exact(line["without_capture"]), *money, *shares]


def rejected_table(plan: Plan, reader: Reader, most: int = 10) -> Table | None:
    """Return the candidates that are nearest to opening, and at which price they do; None where none could open."""
    _ = reader.gettext
    near = plan.rejected[plan.rejected["gain"].notna()].head(most)
    if near.empty:
        return None
    names, places = reader.shown(plan.market.candidates, "name"), reader.place_names(plan.market.zones)
    goal, unit = plan.proof.goal, unit_text(plan.proof.goal, reader)
    columns = [
        Heading(_("Site"), words=True),
        Heading(_("City"), words=True),
        Heading(_("Format"), words=True),
        Heading(_("Would add, {unit}").format(unit=unit)),
        Heading(_("Lacks, {unit}").format(unit=unit)),
        Heading(_("Investment")),
        Heading(_("Would open at")),
    ]
    rows = [
        [
            str(names[site["site_id"]]),
            places.get((site["city"], site["county"]), (site["city"], ""))[0],
            reader.format_name(site["format"]),
            short_figure(site["gain"], goal),
            _lacks(plan, site, reader),
            amount(site["capex"], "", reader),
            entry_text(site, reader),
        ]
        for site in records(near)
    ]
    return Table(_("Closest to opening"), columns, rows, f"{_entry_note(reader)} {_money(reader)}")


def _lacks(plan: Plan, site: Mapping[Any, Any], reader: Reader) -> str:
    """Return what the best plan with a site at its own price is worth less, from its least to what was found."""
    _, goal = reader.gettext, plan.proof.goal
    least, found = (max(float(site[name]), 0.0) for name in ("entry_price_least", "entry_price"))
    if not math.isfinite(least) or site["basis"] != "re-solved":
        return NO_NUMBER
    low, high = short_figure(least, goal), short_figure(found, goal)
    if not math.isfinite(float(site["entry_price"])):
        return _("at least {low}").format(low=low)
    return high if low == high else _("{low} to {high}").format(low=low, high=high)


def _entry_note(reader: Reader) -> str:
    _ = reader.gettext
    return _(
        "Would open at, re-solved: at this investment a plan with the site is better than the plan, a thousandth above "
        "it none is; of two figures, at the lower a better plan was found, and above the higher none can be. "
        "What a site would add leaves rules aside."
    )


def _money(reader: Reader) -> str:
    currency = reader.money_word()
    return reader.gettext("Money in {currency}.").format(currency=currency)
