"""What an earlier plan decided on against the study as it is now: each site that no longer fits, and its remedy."""

from __future__ import annotations

import pandas as pd

from siteplan.errors import Problem
from siteplan.groundwork import sites_of
from siteplan.market import Market
from siteplan.study import Study
from siteplan.study.phases_spec import QUARTER, Calendar, Committed, month_number
from siteplan.study.review_spec import CLOSES
from siteplan.travel.relocation import with_relocations

__all__ = ["committed_problems"]

WHERE = "study.toml [plan.replan]"
NOT_DONE = "if it was not carried out, give it carried_out = false in [[plan.replan.committed]]"

Fault = tuple[str, str]
"""What is wrong, and what helps."""


def committed_problems(study: Study, market: Market) -> tuple[Problem, ...]:
    """Return what is committed and no longer fits the study: one problem for each kind of fault, with all its sites."""
    if study.plan.replan is None:
        return ()
    options, _ = sites_of(study, with_relocations(study, market))
    found: dict[Fault, list[str]] = {}
    known = {phase.name for phase in study.plan.phases}
    for site in study.plan.replan.frozen:
        if site.phase not in known or (site.format and site.format not in study.formats):  # told before
            continue
        fault = (_opens_no_more if site.format else _closes_no_more)(site, market, options)
        fault = fault or _forbidden(site, study, options) or _too_late(site, study) or _too_early(site, study, market)
        if fault:
            found.setdefault(fault, []).append(site.site)
    return tuple(Problem(WHERE, what, remedy, "committed", tuple(ids)) for (what, remedy), ids in found.items())


def _opens_no_more(site: Committed, market: Market, options: pd.DataFrame) -> Fault | None:
    """Return why a format cannot stand at a site any more."""
    if f"{site.site}:{site.format}" in options.index:
        return None
    own, there = site.site in market.facilities.index, site.site in set(options["site_id"])
    if own and not there:
        what = "the earlier plan converts it, or opens it, and facilities have it as a site that stays as it is"
        remedy = "Let facilities be the network as it stood when the first phase started, its column keep with it"
        return what, f"{remedy}; {NOT_DONE}."
    if not there:
        what = "the earlier plan opens it, and candidates have it no more"
        return what, f"Put it back into candidates; {NOT_DONE}."
    what = f"the earlier plan has the format {site.format} there, which may not open there any more"
    remedy = "Name it in the site's formats (convert_to of own sites), or lower the format's least_area_m2"
    return what, f"{remedy}; {NOT_DONE}."


def _closes_no_more(site: Committed, market: Market, _options: pd.DataFrame) -> Fault | None:
    """Return why a site of today cannot have been closed."""
    own = market.facilities
    if site.site not in own.index:
        what = "the earlier plan closes it, and facilities have it no more"
        return what, "Put it back: facilities are the network as it stood when the first phase started."
    if "keep" not in own or own["keep"][site.site] not in CLOSES:
        what = "the earlier plan closes it, and its column keep says that it does not close"
        return what, f"Let keep say closable or free; {NOT_DONE}."
    return None


def _forbidden(site: Committed, study: Study, options: pd.DataFrame) -> Fault | None:
    """Return that a site which stands is to stay empty; gates bar only what is yet to open."""
    ruled = {name for rule in study.plan.rules for name in rule.forbidden_sites}
    said = set(options["site_id"][options["status"] == "forbidden"])
    if not site.format or site.site not in ruled | said:
        return None
    where = "a rule of kind sites" if site.site in ruled else "its column status"
    return f"the earlier plan opens it, and {where} forbids it", f"Take that back; {NOT_DONE}."


def _too_early(site: Committed, study: Study, market: Market) -> Fault | None:
    """Return that a site sold before it opened."""
    calendar, rows = study.plan.calendar, market.actuals
    if calendar is None or rows is None or not site.format or site.site in market.facilities.index:
        return None
    sold = rows["month"][(rows["site_id"] == site.site) & (rows["sales"] > 0)]
    opens = _opens(site, study, calendar)
    if sold.empty or month_number(str(sold.min())) >= opens + calendar.first:
        return None
    what = f"the table actuals has it sell in {sold.min()}, and it opens in {calendar.quarter(opens)} only"
    return what, "Say in [[plan.replan.committed]] in which quarter it opened, or correct the months."


def _opens(site: Committed, study: Study, calendar: Calendar) -> int:
    """Return the month in which a site opens, from the start of the first phase."""
    if site.opens:
        return calendar.month(site.opens)
    start = calendar.starts[[phase.name for phase in calendar.phases].index(site.phase)]
    return start + study.formats[site.format].lead_months


def _too_late(site: Committed, study: Study) -> Fault | None:
    """Return that a site opens only after all that counts."""
    calendar = study.plan.calendar
    if calendar is None or not site.format:
        return None
    quarter = -(-_opens(site, study, calendar) // QUARTER) * QUARTER  # it stands from a quarter's start on
    if quarter < calendar.horizon:
        return None
    what = f"it opens after the {study.plan.horizon_years} years that count"
    return what, f"Raise horizon_years, or give the quarter in which it opens; {NOT_DONE}."
