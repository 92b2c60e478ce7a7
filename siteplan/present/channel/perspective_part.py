"""The plan's balanced scorecard and its sites by class: for files, scripts and a report."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.channel import channel_vocabulary as c
from siteplan.present.channel.kpi_dictionary import DICTIONARY, unit_of
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, TableColumn, frame_of, table_of
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["MEASURES", "SIDES", "perspective_dict", "perspective_part", "perspective_table"]

SIDES: Mapping[str, str] = {
    "financial": N_("Finance"), "customer": N_("Customers"), "process": N_("Process"), "social": N_("Society"),
}  # fmt: skip
CLASSES: Mapping[str, str] = {
    "city_centre": N_("City centre"), "suburb": N_("Suburb"), "county": N_("County site"),
}  # fmt: skip
MEASURES: Mapping[str, TableColumn] = {
    column.name: column
    for column in (
        v.CAPTURE, v.SHARE_OF_MARKET, v.NPV, m.IRR, m.PAYBACK, v.COST_PER_VEHICLE, c.ACCESS, c.MEAN_DRIVE, v.SITES,
        c.SEVERE, c.TERRITORIES_BREACHED, c.CAPACITY_USE, c.LEAD_MONTHS, v.COVERAGE_RURAL, v.NEWLY_COVERED,
        c.COUNTIES_COVERED, c.WORST_COUNTY, c.GINI_MINUTES,
    )
}  # fmt: skip
BY_CLASS = (
    c.SITE_CLASS, v.SITES, v.OPENED, m.SOLD, c.SOLD_PER_SITE, m.PER_M2, m.PER_HEAD, v.CAPEX, v.OPEX,
)  # fmt: skip


def perspective_table(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return perspectives.csv: the scorecard with the names of its figures, their units and which way is better."""
    found = plan.perspectives.measures
    entries = [DICTIONARY[id_] for id_ in found["id"]]
    return found.assign(
        figure=[_column(id_, of, reader).label(reader) for id_, of in zip(found["id"], found["of"], strict=True)],
        unit=[unit_of(entry, reader) for entry in entries],
        direction=[entry.direction for entry in entries],
    )


def perspective_dict(plan: Plan) -> dict[str, Any]:
    """Return the scorecard and the sites by class as plain numbers and text."""
    found = plan.perspectives
    return {"measures": found.measures.to_dict("records"), "site_classes": found.classes.to_dict("records")}


def perspective_part(plan: Plan, reader: Reader) -> Part:
    """Return the scorecard as a part of a report: what is asked and met, and the sites by class."""
    _, found = reader.gettext, plan.perspectives
    columns = (c.PERSPECTIVE, v.MEASURE, v.TODAY, v.PLANNED, v.ASKED, v.MET)
    rows = [_row(row, reader) for row in found.measures.to_dict("records")]
    shown = [column for column in columns if column not in (v.ASKED, v.MET) or found.measures["met"].notna().any()]
    classes = found.classes.assign(site_class=[_(CLASSES[name]) for name in found.classes["site_class"]])
    tables: list[Table] = [
        table_of(_("The plan from four sides"), frame_of(columns, rows), shown, reader),
        table_of(_("Sites of the plan by class"), classes, BY_CLASS, reader),
    ]
    return Part(_("Balanced scorecard"), _sentences(found.measures, reader), tables, "scorecard")


def _sentences(measures: pd.DataFrame, reader: Reader) -> list[str]:
    asked = measures[measures["met"].notna()]
    if asked.empty:
        return []
    said = reader.gettext("{met} of {all} thresholds of the scorecard are met.")
    return [said.format(met=int(asked["met"].astype(bool).sum()), all=len(asked))]


def _row(row: Mapping[Any, Any], reader: Reader) -> tuple[Any, ...]:
    """Return perspective, name, today's figure, the plan's, what is asked and whether it is met."""
    column = _column(row["id"], row["of"], reader)

    def told(value: float) -> str:
        return column.fact(value, reader)[1]

    asked = [
        reader.gettext(text).format(x=told(row[key]))
        for key, text in (("at_least", N_("at least {x}")), ("at_most", N_("at most {x}")))
        if row[key] == row[key]
    ]
    side = reader.gettext(SIDES[row["perspective"]])
    return (
        side,
        column.label(reader),
        told(row["today"]),
        told(row["plan"]),
        reader.gettext(", ").join(asked),
        row["met"],
    )


def _column(id_: str, of: str, reader: Reader) -> TableColumn:
    return MEASURES[id_].where(function=reader.function_name(of))
