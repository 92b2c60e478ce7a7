"""The tables of a plan: frames in the reader's words, the same for report and app."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.market.sales_caps import has_caps
from siteplan.present.model_text.assumptions import assumptions
from siteplan.present.phases import phase_vocabulary as p
from siteplan.present.plan_text.changes import change_name, change_sentence
from siteplan.present.plan_text.explained_words import lost_text, price_text
from siteplan.present.plan_text.rule_words import (
    asked_text,
    next_unit_text,
    records,
    rule_detail,
    rule_name,
    rule_value,
    slack_text,
)
from siteplan.present.plan_text.summary import kpi_rows
from siteplan.present.plan_text.volumes import why_sentences
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.tables.forecast_table import with_forecast
from siteplan.present.tables.plan_tables import by_province, by_tier, read_sites, uncovered_rural
from siteplan.present.text.numbers import NO_NUMBER, amount
from siteplan.present.text.reader import Reader
from siteplan.study import Study

__all__ = [
    "CHANGES",
    "assumption_table",
    "change_table",
    "format_table",
    "kpi_table",
    "province_table",
    "rule_table",
    "seen_table",
    "site_rows",
    "source_table",
    "tier_table",
    "uncovered_table",
]

TIERS = (v.TIER, v.PEOPLE, v.DEMAND, v.SHARE_TODAY, v.SHARE_OF_MARKET, v.COVERED_TODAY, v.COVERED, v.OPENED)
PROVINCES = (v.PROVINCE, *TIERS[1:])
UNCOVERED = (v.COUNTY, v.CITY, v.RURAL, v.UNCOVERED_TODAY, v.UNCOVERED, v.DRIVE)
FORMATS = (
    v.FORMAT, v.DOES, v.DRAWS, v.AREA, v.CAPEX_FIXED, v.CAPEX_PER_M2, v.STAFF, v.MARGIN, v.CAPACITY, v.OWNERSHIP,
)  # fmt: skip
CHANGES = (
    v.SITE, v.CITY, v.FORMAT_TODAY, v.CHANGE, p.CLOSES, v.FORMAT, p.OPENS, v.CAPTURE_TODAY, v.CAPTURE, v.ABOVE,
    v.NET_NEW, v.CAPEX, v.OPEX,
)  # fmt: skip


def tier_table(plan: Plan, reader: Reader) -> Table:
    """Return people, demand, share and coverage by tier, and what opens there."""
    tiers = by_tier(plan)
    frame = tiers.assign(tier=[reader.tier_name(str(tier)) for tier in tiers.index])
    return table_of(
        reader.gettext("Market and network by city tier"), frame, TIERS, reader, note=plan.study.tiers.source
    )


def province_table(plan: Plan, reader: Reader) -> Table | None:
    """Return people, demand, share and coverage by province, and what opens there; None where there is but one."""
    _ = reader.gettext
    provinces, zones = by_province(plan), plan.market.zones
    if len(provinces) < 2:
        return None
    shown = reader.names_of(zones, "province")
    frame = provinces.assign(province=[shown[name] for name in provinces.index])
    left = float(zones.loc[zones["province"] == "", "population"].sum())
    note = _("Without {people} in zones that name no province.").format(people=amount(left, "persons", reader))
    return table_of(_("Market and network by province"), frame, PROVINCES, reader, note=note if left > 0 else "")


def uncovered_table(plan: Plan, reader: Reader) -> Table | None:
    """Return the counties with most rural people out of reach; None where all are reached."""
    _ = reader.gettext
    worst = uncovered_rural(plan)
    if worst.empty:
        return None
    names = reader.place_names(plan.market.zones)
    read = pd.DataFrame([names[place] for place in zip(worst["city"], worst["county"], strict=True)])
    note = _("Mean drive of the people not covered; out of reach counts as {limit}.").format(
        limit=amount(plan.study.travel.max_minutes, "min", reader)
    )
    frame = worst.assign(city=read[0], county=read[1])
    return table_of(_("Where most rural people stay out of reach"), frame, UNCOVERED, reader, note=note)


def site_rows(plan: Plan, reader: Reader) -> Table:
    """Return every site that opens, best net-new first, with why."""
    goal = plan.proof.goal
    resolved = [] if plan.phases else [v.REMOVAL_RESOLVED.of_goal(goal)]
    columns = (
        v.SITE, v.CITY, v.FORMAT, p.OPENS, v.CAPTURE, v.ABOVE, v.FORECAST, v.NET_NEW, v.CANNIBALISED,
        v.REMOVAL.of_goal(goal), *resolved, v.CAPEX, v.OPEX,
    )  # fmt: skip
    sites = _capped(with_forecast(plan.sites, plan), plan.study)
    frame = read_sites(sites, plan.market.candidates, plan.market.zones, reader).assign(
        removal_resolved=[lost_text(site, goal, reader) for site in records(plan.sites)],
        why=why_sentences(plan, reader),
    )
    return table_of(reader.gettext("Sites that open"), frame, columns, reader, below=v.WHY).whole_in("sites.csv")


def change_table(plan: Plan, reader: Reader) -> Table | None:
    """Return what becomes of today's sites that may close or convert; None where all stay in any plan."""
    if plan.facilities.empty:
        return None
    sites, market = _capped(plan.facilities, plan.study), plan.market
    becomes = read_sites(sites, market.facilities, market.zones, reader)
    frame = becomes.assign(
        format_today=sites["format_today"].map(reader.format_name),
        format=becomes["format"].where(sites["change"] == "converted", ""),
        change=[change_name(change, reader) for change in sites["change"]],
        why=[change_sentence(plan, site_id, reader) for site_id in sites["site_id"]],
    )
    caption = reader.gettext("Existing sites that may close or convert")
    return table_of(caption, frame, CHANGES, reader, below=v.WHY)


def _capped(sites: pd.DataFrame, study: Study) -> pd.DataFrame:
    """Return sites without demand above capacity where the study caps no sales."""
    return sites if has_caps(study) else sites.drop(columns=v.ABOVE.name)


def rule_table(plan: Plan, reader: Reader) -> Table:
    """Return what each rule asked, what the plan achieves, and what one more unit would bring."""
    study, goal = plan.study, plan.proof.goal
    columns = (v.RULE, v.ASKED, v.ACHIEVED, v.SLACK, v.MET, v.NEXT_UNIT, v.PRICE.of_goal(goal))
    rows = [
        (
            rule_name(rule["rule_id"], study, reader),
            asked_text(rule, reader),
            rule_value(rule["achieved"], rule["unit"], reader),
            slack_text(rule, reader),
            rule["met"],
            next_unit_text(rule, study, reader),
            price_text(rule, goal, reader),
            rule_detail(rule["rule_id"], study, reader),
        )
        for rule in records(plan.rules)
    ]
    frame = frame_of((*columns, v.IN_WORDS), rows)
    return table_of(reader.gettext("Rules of the plan"), frame, columns, reader, below=v.IN_WORDS)


def kpi_table(plan: Plan, reader: Reader) -> Table:
    """Return all measures, today and with the plan."""
    columns = (v.MEASURE, v.TODAY, v.PLANNED)
    frame = frame_of(columns, kpi_rows(plan, reader))
    return table_of(reader.gettext("All measures"), frame, columns, reader).whole_in("kpis.csv")


def source_table(study: Study, reader: Reader) -> Table:
    """Return where each table comes from, and whether its figures are real."""
    _ = reader.gettext
    columns = (v.TABLE, v.SOURCE, v.GRADE, v.LICENCE, v.DATE, v.FIGURES)
    rows = [
        (
            reader.table_name(name),
            " ".join(text for text in (entry.source, entry.note) if text) or None,
            entry.grade or None,
            entry.licence or None,
            entry.date or None,
            _("synthetic") if entry.synthetic else _("as given by the source"),
        )
        for name, entry in study.entries().items()
    ]
    return table_of(_("Data"), frame_of(columns, rows), columns, reader, note=_grades(reader))


def seen_table(study: Study, reader: Reader) -> Table | None:
    """Return where figures of the settings were seen, and how much each source is worth; None where nothing says so."""
    columns = (v.SAYS, v.USED_FOR, v.SOURCE, v.DATE, v.GRADE)
    rows = [(one.says, one.used_for or None, one.source, one.date or None, one.grade or None) for one in study.sources]
    caption = reader.gettext("Where settings marked [S] were seen")
    return table_of(caption, frame_of(columns, rows), columns, reader, note=_grades(reader)) if rows else None


def _grades(reader: Reader) -> str:
    return reader.gettext("Grade: A official or peer-reviewed, B press, C vendor, blog or forum; – nobody says.")


def format_table(study: Study, reader: Reader) -> Table:
    """Return what each format is assumed to cost and do."""
    _ = reader.gettext
    owners = {
        "direct": _("the company"),
        "dealer": _("a dealer"),
        "franchise": _("a franchisee"),
        "partner": _("a partner"),
    }
    figures = [column.name for column in FORMATS[2:-1]]
    rows = [
        {
            "format": reader.format_name(name),
            "functions": _(", ").join(map(reader.function_name, spec.functions)),
            **{figure: getattr(spec, figure) for figure in figures},
            "ownership": owners[spec.ownership],
        }
        for name, spec in study.formats.items()
    ]
    capped = any(spec.capacity is not None for spec in study.formats.values())
    columns = [column for column in FORMATS if capped or column is not v.CAPACITY]
    return table_of(_("Formats as assumed"), pd.DataFrame(rows), columns, reader)


def assumption_table(study: Study, reader: Reader) -> Table:
    """Return the settings with their labels, as study.toml names them."""
    _ = reader.gettext
    columns = (v.SETTING, v.SET_TO, v.LABEL)
    rows = [(f"{a.section}.{a.key}", a.value, a.note or NO_NUMBER) for a in assumptions(study)]
    note = _("[S] seen in a public source, [D] derived, [A] assumption; – not labelled by the study.")
    table = table_of(_("Settings as assumed"), frame_of(columns, rows), columns, reader, note=note)
    return table.whole_in("study.toml, filled_in.csv")  # what is left out, siteplan fills in
