"""Every figure has an id, a unit, a direction and a formula, and the page of definitions says the same."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pandas as pd
import pytest

import siteplan
from siteplan.evaluate import Kpis
from siteplan.present.channel.kpi_dictionary import (
    ALL_ENTRIES,
    DICTIONARY,
    definitions_table,
    kpi_figures,
    kpi_table_rows,
    unit_words,
)
from siteplan.present.files.export import write_plan
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan

ROOT = Path(siteplan.__file__).parent
LABELS = {  # of what a figure is, or a word beside it: no figures
    "site_id", "name", "province", "city", "county", "tier", "status", "format", "change", "lon", "lat", "why",
    "needed_for", "removal_basis", "runner_up_format", "irr_why", "irr_why_all",
    "irr_why_partners", "rule_id", "rule", "kind", "sense", "unit", "words",
    "price_basis", "basis", "entry_verdict", "scope", "of", "payer", "year",
    "ownership", "to", "to_format", "to_ownership", "decides", "zone_id", "group", "month", "alert", "period",
    "perspective", "id", "figure", "today", "plan", "direction", "site_class",
    "network", "purpose", "severity", "doubted", "value", "usual_from", "usual_to", "cause",
    "assumption", "label", "source", "status_low", "status_high", "risk", "impact", "owner", "response", "reply",
    "brand", "phase", "from",
}  # fmt: skip
FILES = (
    "sites.csv",
    "rules.csv",
    "rejected.csv",
    "cash_flow.csv",
    "conflict.csv",
    "difficulty.csv",
    "service_areas.csv",
    "perspectives.csv",
    "site_classes.csv",
    "actuals.csv",
    "who_pays.csv",
    "service_room.csv",
    "network.csv",
    "doubts.csv",
    "phases.csv",
    "outlooks.csv",
    "tornado.csv",
    "risks.csv",
    "rivals.csv",
    "replies.csv",
)
ENDS = ("_low", "_planned", "_high")  # of a range: the figure of that name there


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kpis") / "plan"
    write_plan(tiny_plan(), folder)
    return folder


def test_every_field_of_the_kpis_is_in_the_dictionary() -> None:
    assert {field.name for field in fields(Kpis)} <= {*DICTIONARY}
    assert {id_ for id_, *_ in kpi_figures(tiny_plan())} <= {*DICTIONARY}


@pytest.mark.parametrize("file", FILES)
def test_every_column_of_figures_is_in_the_dictionary(file: str, written: Path) -> None:
    columns = {_at_an_end(column) for column in pd.read_csv(written / file, nrows=0)}
    assert columns - LABELS - {*DICTIONARY} == set()


def _at_an_end(column: str) -> str:
    """Return the figure of "capture_low": the dictionary tells what _low is."""
    if column in DICTIONARY or column in LABELS:
        return column
    return next((column.removesuffix(end) for end in ENDS if column.endswith(end)), column)


def test_an_id_is_of_one_figure_and_its_module_is_there() -> None:
    assert len(DICTIONARY) == len(ALL_ENTRIES)
    assert [e.id for e in ALL_ENTRIES if not (ROOT / e.source).is_file() or not e.formula] == []


def test_every_name_formula_and_unit_is_told_in_chinese() -> None:
    chinese = Reader("zh-Hans")
    texts = [text for e in ALL_ENTRIES for text in (e.name, e.formula)]
    assert [text for text in texts if chinese.gettext(text) == text] == []
    assert {e.unit for e in ALL_ENTRIES if e.unit and unit_words(e, chinese).isascii()} == set()


def test_the_page_of_definitions_has_the_dictionary() -> None:
    """Where it does not, `make definitions` writes it anew."""
    assert definitions_table() in (ROOT.parent / "docs" / "definitions.md").read_text("utf-8")


def test_kpis_csv_has_the_figures_of_plan_json_with_units(written: Path) -> None:
    plan, table = tiny_plan(), pd.read_csv(written / "kpis.csv", dtype={"tier": str}).set_index("id")
    assert table.loc["capture", "plan"] == pytest.approx(plan.kpis.capture)
    assert table.loc["capture", ["unit", "direction", "figure"]].tolist() == ["vehicles/year", "more", "Capture"]
    assert table.loc["capex", "unit"] == "CNY"
    assert table.loc["coverage_rural", "today"] == pytest.approx(plan.baseline.coverage.rural)
    assert table.loc[["coverage_tier"], "tier"].tolist() == ["1", "4"]
    assert table.loc["share", "formula"] == "capture / demand"
    chinese = kpi_table_rows(plan, Reader("zh-Hans", currency="CNY")).set_index("id")
    assert chinese.loc["capture", "figure"] == "预计销量"
    assert chinese.loc["share", "formula"] == "预计销量/需求"
    assert chinese.loc["opex", ["unit", "unit_words"]].tolist() == ["CNY/year", "元/年"]
