"""The summary of a terminal: aligned in both languages, and all that the demo promises."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from siteplan.present.plan_text.summary import kpi_rows, summary, summary_dict
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_numbers_end_in_the_same_cell(language: str) -> None:
    plan = tiny_plan()
    lines = summary(plan, Reader(language))
    table = lines[3 : 4 + len(kpi_rows(plan, Reader(language)))]
    assert len({cell_len(line) for line in table}) == 1


def test_it_tells_status_capture_share_coverage_cost_and_gap() -> None:
    text = "\n".join(summary(tiny_plan(), Reader("en")))
    for part in (
        "2.9 k vehicles/year",
        "32.8 %",
        "Covered, rural",
        "Covered, Tier 4",
        "13.9 m CNY",
        "(0.5 %)",
        "Status: ",
    ):
        assert part in text


def test_the_study_speaks_its_own_language_unless_told() -> None:
    plan = tiny_plan()
    assert summary(plan) == summary(plan, Reader("en"))
    assert summary(plan) != summary(plan, Reader("zh-Hans"))


def test_the_dict_has_the_numbers_of_plan_json() -> None:
    plan = tiny_plan()
    record = summary_dict(plan)
    assert record["opened"] == 3
    assert record["kpis"]["coverage"]["by_tier"]["4"] == pytest.approx(13 / 18)
    assert "sites" not in record
