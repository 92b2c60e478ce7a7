"""Plans side by side as tables: how each was found, measures, scorecard, rules, sites."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite, nan
from typing import Any

import pandas as pd

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
from siteplan.present.tables.plan_tables import by_province
from siteplan.present.text.numbers import NO_NUMBER, change, share_change
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = [
    "GLANCE", "asked_table", "best_in", "figure_tables", "glance_table", "province_tables", "rule_called",
    "rules_table", "told_figures", "uncompared",
]  # fmt: skip

_CHANGES = 3  # plans, of which a table has room for differences, too
_OTHERS = (v.NET_NEW, v.NPV, m.IRR, m.PAYBACK, m.BREAK_EVEN, m.NPV_ALL, m.IRR_ALL, m.PAYBACK_ALL)
COLUMNS: Mapping[str, TableColumn] = {column.name: column for column in (*(row[0] for row in KPIS), *_OTHERS)}
GLANCE = tuple(
    column.name
    for column in (
        v.SITES, v.CAPTURE, v.SHARE_OF_MARKET, v.COVERAGE, v.COVERAGE_RURAL, v.CAPEX, v.OPEX, v.COST_PER_VEHICLE, v.NPV,
        m.PAYBACK,
    )
)  # fmt: skip
_OF_COVERAGE = frozenset({
    "coverage", "coverage_rural", "coverage_urban", "coverage_tier", "mean_minutes", "mean_minutes_reached",
    "newly_covered", "out_of_reach", "counties_covered", "worst_county", "gini_minutes",
})  # fmt: skip
"""Figures of the function that coverage counts."""
_KEYS: Mapping[str, str] = {
    "objective": N_("Goal, as study.toml has it"), "coverage": N_("Function that coverage counts"),
    "gap": N_("Gap at which the search may end"), "time_limit": N_("Seconds of the search"), "seed": N_("Seed"),
}  # fmt: skip


def asked_table(found: Comparison) -> Table:
    """Return how each search ended, and what was asked otherwise."""
    reader, proofs = found.reader, [kept.plan.proof for kept in found.plans]
    columns = (v.MEASURE, *(c.words_of(*plan) for plan in found.named))
    rows = [
        (v.STATUS.label(reader), *(reader.status_name(proof.status) for proof in proofs)),
        (v.GAP_LEFT.label(reader), *(gap_text(max(proof.gap, 0.0), reader) for proof in proofs)),
        *((reader.gettext(_KEYS[key]), *map(_said, values)) for key, values in found.asked.items()),
    ]
    return table_of(reader.gettext("The plans"), frame_of(columns, rows), columns, reader)


def _said(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def figure_tables(found: Comparison) -> list[Table]:
    """Return the measures, then the scorecard; today's figures beside the measures where they are the same in all."""
    _, told = found.reader.gettext, told_figures(found)
    return [
        _table(_("All measures"), [row for row in told if row["part"] == "kpi"], found.same_today, found),
        _table(_("The plan from four sides"), [row for row in told if row["part"] != "kpi"], False, found),
    ]


def glance_table(found: Comparison) -> Table:
    """Return the few figures that decide: what is sold, reached, paid and earned."""
    rows = {row["id"]: row for row in told_figures(found)}
    told = [{**row, "label": row["column"].title(found.reader)} for name in GLANCE if (row := rows.get(name))]
    return _table(found.reader.gettext("The plans at a glance"), told, False, found)


def province_tables(found: Comparison) -> list[Table]:
    """Return whom each plan covers, and where it opens sites, by province; nothing where zones name but one."""
    _, each = found.reader.gettext, [by_province(kept.plan) for kept in found.plans]
    if len(each[0]) < 2:
        return []
    covered = (
        [] if "coverage" in uncompared(found) else [_by_province(_("Covered by province"), v.COVERED, each, found)]
    )
    return [*covered, _by_province(_("New sites by province"), v.OPENED, each, found)]


def _by_province(caption: str, of: TableColumn, each: Sequence[pd.DataFrame], found: Comparison) -> Table:
    """Return a figure of each plan by province, today's beside it where it has one that is the same in all."""
    reader, first = found.reader, each[0]
    names = reader.names_of(found.plans[0].plan.market.zones, "province")
    before = [v.COVERED_TODAY] if of is v.COVERED and found.same_today else []
    rows = [
        (
            names[province],
            *(today.text(first.loc[province, today.name], reader) for today in before),
            *(of.text(one[of.name].get(province, nan), reader) for one in each),
        )
        for province in map(str, first.index)
    ]
    columns = (v.PROVINCE, *(v.TODAY for _today in before), *(c.figure_of(*plan) for plan in found.named))
    return table_of(caption, frame_of(columns, rows), columns, reader)


def told_figures(found: Comparison) -> list[dict[str, Any]]:
    """Return the rows of figures that tables tell, each with its `column` and `label`: a measure of the scorecard once.

    Those that no table of a plan shows, or of which no plan has a figure, are left out; so are those of the function
    that coverage counts where plans count another.
    """
    skipped = uncompared(found)
    figures = found.figures
    in_scorecard = {*figures.loc[figures["part"] == "scorecard", "id"]}
    rows = [{str(key): value for key, value in row.items()} for row in figures.to_dict("records")]
    return [
        {**row, "column": column, "label": _label(row, column, found.reader)}
        for row in rows
        if not (row["part"] == "kpi" and row["id"] in in_scorecard)
        and row["id"] not in skipped
        and _is_known(row)
        and (column := _column(row, found.reader)) is not None
    ]


def uncompared(found: Comparison) -> frozenset[str]:
    """Return ids of figures that say nothing beside each other: of coverage, where plans count another function."""
    return _OF_COVERAGE if "coverage" in found.asked else frozenset()


def best_in(row: Mapping[str, Any], found: Comparison) -> list[str]:
    """Return which plans are best in a measure, as it is written; none where all are, or neither way is better."""
    values = {label: row[f"plan_{n}"] for n, label in found.named}
    known = {label: value for label, value in values.items() if isfinite(value)}
    if not row["direction"] or len(known) < len(values):
        return []
    told = {label: row["column"].text(value, found.reader) for label, value in known.items()}
    most = (min if row["direction"] == "less" else max)(known, key=lambda label: known[label])
    best = [label for label, text in told.items() if text == told[most]]
    return best if len(best) < len(told) else []


def _table(caption: str, rows: list[dict[str, Any]], today: bool, found: Comparison) -> Table:
    reader, several = found.reader, found.named
    changes = [c.change_of(*plan) for plan in found.others] if len(several) <= _CHANGES else []
    columns = (v.MEASURE, v.TODAY, *(c.figure_of(*plan) for plan in several), *changes, c.BEST)
    cells = [
        (
            row["label"],
            row["column"].text(row["today"], reader),
            *(row["column"].text(row[f"plan_{n}"], reader) for n in found.numbers),
            *(_change(row, n, reader) for n, _label_of in found.others[: len(changes)]),
            reader.gettext(", ").join(best_in(row, found)) or NO_NUMBER,
        )
        for row in rows
    ]
    shown = [column for column in columns if column is not v.TODAY or today]
    return table_of(caption, frame_of(columns, cells), shown, reader)


def _column(row: Mapping[str, Any], reader: Reader) -> TableColumn | None:
    """Return the column of a figure; None of one that no table of a plan shows."""
    if row["part"] == "scorecard":
        return MEASURES[row["id"]].where(function=reader.function_name(row["of"]))
    if row["id"] == v.COVERED_IN_TIER.name:
        return v.COVERED_IN_TIER.where(tier=reader.tier_name(str(row["of"])))
    return COLUMNS.get(row["id"])


def _label(row: Mapping[str, Any], column: TableColumn, reader: Reader) -> str:
    if row["part"] == "kpi":
        return column.title(reader)
    side = reader.gettext(SIDES[row["perspective"]])
    return reader.gettext("{side}: {figure}").format(side=side, figure=column.title(reader))


def _is_known(row: Mapping[str, Any]) -> bool:
    """Return whether any plan has a figure."""
    return any(isfinite(value) for key, value in row.items() if key.startswith("plan_"))


def _change(row: Mapping[str, Any], n: int, reader: Reader) -> str:
    """Return how much more the n-th plan has than the first: nothing of what is written alike."""
    column: TableColumn = row["column"]
    alike = column.text(row[f"plan_{n}"], reader) == column.text(row["plan_1"], reader)
    x = row[f"change_{n}"] * (0.0 if alike else 1.0)
    return share_change(x, reader) if column.format is SHARE else change(x, "", reader)


def rules_table(found: Comparison) -> Table:
    """Return what each plan has of each rule beside what it was asked, and whether that is met."""
    reader = found.reader
    columns = (v.RULE, *(c.words_of(*plan) for plan in found.named))
    rows = [
        (rule_called(row, found), *(_rule_in(row, n, reader) for n in found.numbers))
        for row in found.rules.to_dict("records")
    ]
    return table_of(reader.gettext("Rules of the plans"), frame_of(columns, rows), columns, reader)


def rule_called(row: Mapping[Any, Any], found: Comparison) -> str:
    """Return a rule's name, or its names where plans call it otherwise."""
    names = [row[f"name_{n}"] for n in found.numbers if isinstance(row[f"name_{n}"], str)]
    return " / ".join(dict.fromkeys(names))


def _rule_in(row: Mapping[Any, Any], n: int, reader: Reader) -> str:
    """Return what a plan was asked by a rule and has of it; a dash where it had no such rule."""
    if not isinstance(row[f"rule_id_{n}"], str):
        return NO_NUMBER
    rule = {"sense": row[f"sense_{n}"], "asked": row[f"asked_{n}"], "unit": row["unit"]}
    met, missed = reader.gettext("{achieved} ({asked})"), reader.gettext("{achieved} ({asked}), NOT met")
    return (met if row[f"met_{n}"] else missed).format(
        achieved=rule_value(row[f"achieved_{n}"], row["unit"], reader), asked=asked_text(rule, reader)
    )
