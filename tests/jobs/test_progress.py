"""Lines of a worker as what a planner sees."""

from __future__ import annotations

from siteplan.jobs.progress import search_of
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import Goal
from siteplan.ui.runs.closing import closing_chart, closing_lines

MOST = Goal("market_share", "vehicles/year")
START = {"seconds": 0.0, "stage": "start", "bound": 900.0, "value": None, "gap": None}
FIRST = {"seconds": 1.0, "stage": "relaxation", "bound": 130.0, "value": None, "gap": None}
BETTER = {"seconds": 2.0, "stage": "search", "bound": 120.0, "value": 100.0, "gap": 1 / 6}


def test_before_the_first_line_the_study_is_being_read() -> None:
    search = search_of([])
    assert (search.stage, search.has_plan, len(search.steps)) == ("reading", False, 0)


def test_the_last_stage_counts_and_there_is_a_plan_once_it_has_a_value() -> None:
    search = search_of([{"stage": "reading"}, {"stage": "plan"}, START, FIRST])
    assert (search.stage, search.has_plan) == ("plan", False)
    search = search_of([{"stage": "plan"}, START, FIRST, BETTER, {"stage": "evaluation"}])
    assert (search.stage, search.has_plan, search.last["value"]) == ("evaluation", True, 100.0)


def test_the_bound_of_the_start_is_shown_only_while_there_is_no_other() -> None:
    assert search_of([START]).steps["bound"].tolist() == [900.0]
    assert search_of([START, FIRST, BETTER]).steps["bound"].tolist() == [130.0, 120.0]


def test_both_lines_run_to_the_last_second() -> None:
    lines = closing_lines(search_of([START, FIRST, BETTER]).steps, until=5.0)
    assert lines.groupby("line")["seconds"].max().to_dict() == {"bound": 5.0, "value": 5.0}
    assert lines.groupby("line")["figure"].last().to_dict() == {"bound": 120.0, "value": 100.0}


def test_the_chart_names_each_line_in_the_readers_language() -> None:
    steps = search_of([FIRST, BETTER]).steps
    assert "best plan so far" in closing_chart(steps, 3.0, 200, MOST, Reader("en")).to_json()
    assert "目前最优方案" in closing_chart(steps, 3.0, 200, MOST, Reader("zh-Hans")).to_json(ensure_ascii=False)
