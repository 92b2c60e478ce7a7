"""Plans side by side in words: what was asked, how good each is proven to be, figures, rules, and where they differ."""

from __future__ import annotations

import json
from collections.abc import Mapping
from math import isfinite
from typing import Any

from siteplan.present.channel.perspective_part import MEASURES, SIDES
from siteplan.present.compare import compare_vocabulary as c
from siteplan.present.compare.compared import Comparison
from siteplan.present.plan_text.rule_words import asked_text, rule_value
from siteplan.present.plan_text.sentences import gap_text
from siteplan.present.plan_text.summary import KPIS
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, TableColumn, frame_of, table_of
from siteplan.present.tables.formats import SHARE
from siteplan.present.text.lines import printable, table_lines
from siteplan.present.text.numbers import NO_NUMBER, change, share_change
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = ["compare_lines"]

MOST_SITES = 20  # that a terminal names
_OTHERS = (v.NET_NEW, v.NPV, m.IRR, m.PAYBACK, m.BREAK_EVEN, m.NPV_ALL, m.IRR_ALL, m.PAYBACK_ALL)
COLUMNS: Mapping[str, TableColumn] = {column.name: column for column in (*(row[0] for row in KPIS), *_OTHERS)}
_KEYS: Mapping[str, str] = {
    "objective": N_("Goal, as study.toml has it"), "coverage": N_("Function that coverage counts"),
    "gap": N_("Gap at which the search may end"), "time_limit": N_("Seconds of the search"), "seed": N_("Seed"),
}  # fmt: skip


def compare_lines(found: Comparison) -> list[str]:
    """Return plans side by side as the lines of a terminal."""
    lines = [found.plans[0].saved.name, *_sentences(found)]
    for table in _tables(found):
        lines += ["", *table_lines(table)]
    return lines


def _tables(found: Comparison) -> list[Table]:
    """Return the plans, measures, scorecard, rules, and the first sites in which plans differ."""
    every = [_plans(found), _measures(found), _scorecard(found), _rules(found), _sites(found)]
    return [table for table in every if not table.frame.empty]


def _sentences(found: Comparison) -> list[str]:
    """Return how many sites stand where, and what makes the plans hard to compare."""
    _ = found.reader.gettext
    kinds = found.sites["kind"]
    told = _("Sites in all plans: {same} of the same format, {other} of another; only in some: {some}.")
    unlike = _("Today's network sells or costs another amount in these plans: data or model of their studies differ.")
    goals = _("The plans were asked for different goals.")
    return [
        told.format(same=sum(kinds == "same"), other=sum(kinds == "format"), some=sum(kinds == "some")),
        *([] if found.same_today else [unlike]),
        *([goals] if "objective" in found.asked else []),
    ]


def _plans(found: Comparison) -> Table:
    """Return how each search ended, and what was asked otherwise."""
    reader = found.reader
    columns = (v.MEASURE, *map(c.words_of, found.numbers, found.labels))
    rows = [
        (v.STATUS.label(reader), *(reader.status_name(plan.status) for plan in found.plans)),
        (v.GAP_LEFT.label(reader), *(gap_text(plan.gap, reader) for plan in found.plans)),
        *((reader.gettext(_KEYS[key]), *map(_said, values)) for key, values in found.asked.items()),
    ]
    return table_of(reader.gettext("The plans"), frame_of(columns, rows), columns, reader)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _measures(found: Comparison) -> Table:
    """Return the KPIs that have a place in the scorecard of none of the plans, and today's where it is the same."""
    reader, figures = found.reader, found.figures
    rows = figures[(figures["part"] == "kpi") & ~figures["id"].isin(_in_scorecard(found))]
    named = [(row, _kpi_column(row, reader)) for row in rows.to_dict("records")]
    columns = (v.MEASURE, v.TODAY, *_columns(found))
    told = [
        (column.label(reader), column.fact(row["today"], reader)[1], *_facts(row, column, found))
        for row, column in named
        if column is not None
    ]
    shown = [column for column in columns if column is not v.TODAY or found.same_today]
    return table_of(reader.gettext("All measures"), frame_of(columns, told), shown, reader)


def _in_scorecard(found: Comparison) -> set[str]:
    return set(found.figures.loc[found.figures["part"] == "scorecard", "id"])


def _kpi_column(row: Mapping[Any, Any], reader: Reader) -> TableColumn | None:
    """Return the column of a KPI; None of those that no table of a plan shows, or of which no plan has a figure."""
    if row["id"] == v.COVERED_IN_TIER.name:
        return v.COVERED_IN_TIER.where(tier=reader.tier_name(str(row["of"])))
    return COLUMNS.get(row["id"]) if _is_known(row) else None


def _is_known(row: Mapping[Any, Any]) -> bool:
    """Return whether any plan has a figure."""
    return any(isfinite(value) for key, value in row.items() if str(key).startswith("plan_"))


def _scorecard(found: Comparison) -> Table:
    reader, figures = found.reader, found.figures
    columns = (v.MEASURE, *_columns(found))
    rows = []
    for row in filter(_is_known, figures[figures["part"] == "scorecard"].to_dict("records")):
        column = MEASURES[row["id"]].where(function=reader.function_name(row["of"]))
        side = reader.gettext("{side}: {figure}").format(
            side=reader.gettext(SIDES[row["perspective"]]), figure=column.label(reader)
        )
        rows.append((side, *_facts(row, column, found)))
    return table_of(reader.gettext("The plan from four sides"), frame_of(columns, rows), columns, reader)


def _columns(found: Comparison) -> list[TableColumn]:
    """Return a column for each plan, and one for how much more it has than the first."""
    named = list(zip(found.numbers, found.labels, strict=True))
    return [*(c.figure_of(*plan) for plan in named), *(c.change_of(*plan) for plan in named[1:])]


def _facts(row: Mapping[Any, Any], column: TableColumn, found: Comparison) -> list[str]:
    """Return the figure of each plan, and the differences to the first."""
    reader = found.reader
    values = [column.fact(row[f"plan_{n}"], reader)[1] for n in found.numbers]
    return [*values, *(_change(row[f"change_{n}"], column, reader) for n in found.numbers[1:])]


def _change(x: float, column: TableColumn, reader: Reader) -> str:
    if column.format is SHARE:
        return share_change(x, reader)
    return change(x, column.unit.replace("currency", reader.currency), reader)


def _rules(found: Comparison) -> Table:
    """Return what each plan has of each rule beside what it was asked, and whether that is met."""
    reader = found.reader
    columns = (v.RULE, *map(c.words_of, found.numbers, found.labels))
    rows = [
        (_rule_called(row, found), *(_rule_in(row, n, reader) for n in found.numbers))
        for row in found.rules.to_dict("records")
    ]
    return table_of(reader.gettext("Rules of the plans"), frame_of(columns, rows), columns, reader)


def _rule_called(row: Mapping[Any, Any], found: Comparison) -> str:
    """Return a rule's name, or its names where plans call it otherwise."""
    names = [row[f"name_{n}"] for n in found.numbers if isinstance(row[f"name_{n}"], str)]
    return printable(" / ".join(dict.fromkeys(names)))


def _rule_in(row: Mapping[Any, Any], n: int, reader: Reader) -> str:
    """Return what a plan was asked by a rule and has of it; a dash where it had no such rule."""
    if not isinstance(row[f"rule_id_{n}"], str):
        return NO_NUMBER
    spoken = {reader.column_unit(unit): unit for unit in ("vehicles", "yearly_cost/vehicle")}
    unit = spoken.get(row["unit"], row["unit"])
    rule = {"sense": row[f"sense_{n}"], "asked": row[f"asked_{n}"], "unit": unit}
    met, missed = reader.gettext("{achieved} ({asked})"), reader.gettext("{achieved} ({asked}), NOT met")
    return (met if row[f"met_{n}"] else missed).format(
        achieved=rule_value(row[f"achieved_{n}"], unit, reader), asked=asked_text(rule, reader)
    )


def _sites(found: Comparison) -> Table:
    """Return the sites in which plans differ, with the format in each; so many as a terminal shows."""
    reader, every = found.reader, found.sites
    differ = every[every["kind"] != "same"]
    shown = differ.head(MOST_SITES)
    columns = (v.SITE, v.CITY, *map(c.words_of, found.numbers, found.labels), c.STANDS)
    rows = [
        (
            f"{row['name']} ({row['site_id']})",
            row["city"],
            *(_format(row[f"format_{n}"], reader) for n in found.numbers),
            _difference(row, found),
        )
        for row in shown.to_dict("records")
    ]
    left, said = len(differ) - len(shown), reader.gettext("{n} more are in {file}.")
    note = said.format(n=left, file="compare_sites.csv") if left else ""
    caption = reader.gettext("Sites in which the plans differ")
    return table_of(caption, frame_of(columns, rows), columns, reader, note=note)


def _format(name: str, reader: Reader) -> str:
    return reader.format_name(name) if name else NO_NUMBER


def _difference(row: Mapping[Any, Any], found: Comparison) -> str:
    """Return in which plans a site stands, or that its formats differ."""
    _ = found.reader.gettext
    if row["kind"] == "format":
        return _("another format")
    stands = [label for n, label in zip(found.numbers, found.labels, strict=True) if row[f"format_{n}"]]
    return _("only in {plans}").format(plans=_(", ").join(stands))
