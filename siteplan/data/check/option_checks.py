"""Check that there is something to decide on, and that rules and statuses speak of sites that are there."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from siteplan.data.check.score_checks import required
from siteplan.data.check.study_checks import unknown_names
from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.market.options import may_change, site_options
from siteplan.market.sales_caps import caps_of, passing
from siteplan.study import Study
from siteplan.study.rules import Meant, RuleSpec, Where, filters, rule_section

__all__ = ["option_problems"]

FILTERED = [*Where.model_fields]
FILTER_LESS = "Correct its filters, or leave the rule out."


def option_problems(study: Study, market: Market) -> Iterator[Problem]:
    """Yield what leaves nothing to open, what must open and cannot, and rules that speak of no site.

    `market` is whole: every place and format filled in.
    """
    options = site_options(market, study.formats)
    if options.empty:  # told by fitting_problems, with the areas
        return
    yield from _cannot_open(study, market, options)
    yield from _all_forbidden(study, market)
    own = market.facilities[~may_change(market.facilities)]
    own = own.assign(ownership=[study.formats[name].ownership for name in own["format"]])
    sellers = {name for name, spec in study.formats.items() if spec.sells}
    for number, rule in enumerate(study.plan.rules, start=1):
        if any(any(unknown_names(study, "", where)) for where in filters(rule).values()):
            continue  # the study itself tells that, and that no site passes follows from it
        yield from _speaks_of_none(rule, rule_section(number), options, own, sellers)
        yield from _beyond_capacity(rule, rule_section(number), options, study)


def _cannot_open(study: Study, market: Market, options: pd.DataFrame) -> Iterator[Problem]:
    candidates = market.candidates.reset_index()
    must = candidates["site_id"][required(study, candidates).to_numpy(dtype=bool)]
    small = tuple(must[~must.isin(options["site_id"])])
    if small:
        what = "the sites must open, and are too small for each format that they may take"
        yield Problem("candidates", what, "Correct area_m2 and formats, or do not require them.", "area_m2", small)


def _all_forbidden(study: Study, market: Market) -> Iterator[Problem]:
    """Find that no candidate may open, where no site of today may change either: there is nothing to decide."""
    named = {site for rule in study.plan.rules for site in rule.forbidden_sites}
    candidates = market.candidates
    barred = candidates.index.isin(named) | candidates["status"].eq("forbidden").to_numpy(dtype=bool)
    if barred.all() and not may_change(market.facilities).any():
        remedy = "Let some be candidates in column status, or take them out of the rules."
        yield Problem("candidates", "every candidate is forbidden, and nothing can open", remedy, "status")


def _speaks_of_none(
    rule: RuleSpec, section: str, options: pd.DataFrame, own: pd.DataFrame, sellers: set[str]
) -> Iterator[Problem]:
    """Find filters that no site passes that could open, or of today where the rule counts those."""
    if rule.meant is Meant.NO_SITES:
        return
    if rule.meant is Meant.OWN:
        if not passing(rule, own).any():
            yield Problem(section, "the rule protects none of today's sites that stay as they are", FILTER_LESS)
        return
    opening = options[options["new"].to_numpy(dtype=bool)]
    if rule.meant is Meant.ALL_SITES:
        opening = pd.concat([pd.DataFrame(table)[FILTERED] for table in (options, own) if len(table)])
    selling = opening[opening["format"].isin(sellers).to_numpy(dtype=bool)]
    beside = rule.meant is Meant.OPENINGS_BESIDE_OWN and passing(rule, own).any()
    if not passing(rule, opening).any() and not beside:
        yield Problem(section, "the rule applies to no site; none that may open passes its filters", FILTER_LESS)
    elif rule.of_sales and not passing(rule, selling).any():
        yield Problem(section, "the rule limits nothing; none of the sites that it applies to sells", FILTER_LESS)
    else:
        yield from _passed_by_none(rule, section, opening)


def _passed_by_none(rule: RuleSpec, section: str, opening: pd.DataFrame) -> Iterator[Problem]:
    """Find filters beside a rule's own that no site passes that could open."""
    for key in rule.must_pass:
        if not passing(filters(rule)[key], opening).any():
            yield Problem(section, f"no site that may open passes the filters of {key}", FILTER_LESS, key)


def _beyond_capacity(rule: RuleSpec, section: str, options: pd.DataFrame, study: Study) -> Iterator[Problem]:
    """Find minimum sales of sites that cannot sell as much: none of them could ever open."""
    if not rule.least_sales:
        return
    sells = options["format"].map(lambda name: study.formats[name].sells).to_numpy(dtype=bool)
    asked = passing(rule, options) & options["new"].to_numpy(dtype=bool) & sells
    short = asked & (caps_of(study, options) < rule.least_sales)
    if short.any():
        sites = tuple(dict.fromkeys(options["site_id"][short]))
        least = f"{rule.least_sales:g}"
        what = f"{least} is more than the capacity of the sites that the rule applies to; they could never open"
        yield Problem(section, what, "Lower at_least, raise their capacity, or filter the rule.", "at_least", sites)
