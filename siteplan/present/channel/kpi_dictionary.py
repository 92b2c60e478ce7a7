"""The KPI dictionary: figures of a plan told with their ids, and the table of docs/definitions.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.evaluate import Kpis, Plan
from siteplan.evaluate.business_case import SidesWorth
from siteplan.finance.worth import Rate
from siteplan.present.board.board_entries import BOARD_ENTRIES
from siteplan.present.channel.channel_entries import CHANNEL_ENTRIES
from siteplan.present.channel.kpi_entries import ENTRIES, KpiEntry
from siteplan.present.pack.companion_entries import COMPANION_ENTRIES
from siteplan.present.stress.stress_entries import STRESS_ENTRIES
from siteplan.present.text.reader import Reader

__all__ = ["ALL_ENTRIES", "DICTIONARY", "definitions_table", "kpi_figures", "kpi_table_rows", "unit_of", "unit_words"]

ALL_ENTRIES = (*ENTRIES, *CHANNEL_ENTRIES, *BOARD_ENTRIES, *STRESS_ENTRIES, *COMPANION_ENTRIES)
DICTIONARY: Mapping[str, KpiEntry] = {entry.id: entry for entry in ALL_ENTRIES}
COVERAGE = {"all": "coverage", "rural": "coverage_rural", "urban": "coverage_urban"}
WORTH_OF_PLAN = ("irr", "payback")
PER_SITE = ("break_even", "sales_per_m2", "sales_per_head")
KPI_COLUMNS = ["id", "tier", "figure", "today", "plan", "unit", "direction", "unit_words", "formula"]
NONE = float("nan")


def kpi_figures(plan: Plan) -> Iterator[tuple[str, str, float, float]]:
    """Yield id, tier ("" of all), today's figure and the plan's: the KPIs, then what the plan is worth.

    NaN where today's network has no such figure: what a plan is worth is a change against it.
    """
    today, planned = _flat(plan.baseline), _flat(plan.kpis)
    for key in planned:
        yield (*key, today[key], planned[key])
    worth = plan.business.worth
    for name in WORTH_OF_PLAN:
        yield name, "", NONE, _worth(worth["company"], name)
    for name in PER_SITE:
        yield name, "", NONE, float(getattr(plan.business, name))
    for side in ("partners", "all"):
        for name in ("npv", *WORTH_OF_PLAN):
            yield f"{name}_{side}", "", NONE, _worth(worth[side], name)


def kpi_table_rows(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return kpis.csv: KPI_COLUMNS, a row a figure.

    figure is its name, unit the one of files, direction which way is better, unit_words and formula the unit and how it
    is counted in the reader's language.
    """
    rows = [
        (id_, tier, reader.gettext(entry.name), today, planned, unit_of(entry, reader), entry.direction,
         unit_words(entry, reader), reader.gettext(entry.formula))
        for id_, tier, today, planned in kpi_figures(plan)
        for entry in [DICTIONARY[id_]]
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=KPI_COLUMNS)


def definitions_table() -> str:
    """Return the dictionary as docs/definitions.md has it: a Markdown table in the order of ALL_ENTRIES."""
    chinese = Reader("zh-Hans")
    head = "| id | name | 名称 | counted by | 计算口径 | unit | 单位 | better | siteplan/ |\n|" + "---|" * 9 + "\n"
    rows = [
        (f"`{e.id}`", e.name, chinese.gettext(e.name), e.formula, chinese.gettext(e.formula), e.unit,
         unit_words(e, chinese), e.direction, f"`{e.source}`")
        for e in ALL_ENTRIES
    ]  # fmt: skip
    return head + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _flat(kpis: Kpis) -> dict[tuple[str, str], float]:
    """Return the KPIs by id and tier, in their order."""
    found: dict[tuple[str, str], float] = {}
    for name, value in vars(kpis).items():
        if name == "coverage":
            found |= {(id_, ""): getattr(value, part) for part, id_ in COVERAGE.items()}
            found |= {("coverage_tier", tier): share for tier, share in value.by_tier.items()}
        else:
            found[name, ""] = value
    return found


def _worth(worth: SidesWorth, name: str) -> float:
    value = getattr(worth, name)
    return float(value.value if isinstance(value, Rate) else value)


def unit_of(entry: KpiEntry, reader: Reader) -> str:
    """Return the unit of a figure as files name it, in what the study sells and pays with."""
    return reader.column_unit(entry.unit).replace("currency", reader.currency)


def unit_words(entry: KpiEntry, reader: Reader) -> str:
    """Return the unit of a figure as people read it: "vehicles/m²/year" for "vehicles/m2/year"."""
    return reader.unit_word(entry.unit.replace("currency", reader.currency))
