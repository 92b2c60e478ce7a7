"""Phases as people see them: a chart whose words stand apart, tables that fit a page, and when each site opens."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from siteplan.evaluate import Plan
from siteplan.evaluate.explain.explained_plan import explained_plan
from siteplan.pipeline import choose
from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.phases.gantt import gantt_chart
from siteplan.present.phases.phase_figure import phase_figures
from siteplan.present.phases.phase_map import PhaseSteps
from siteplan.present.phases.phase_part import phase_frame, phase_sentences, phase_tables
from siteplan.present.tables.report_tables import site_rows
from siteplan.present.text.reader import Reader
from tests.formulate.phases.test_phased_plan import laid, phased
from tests.worlds import tiny_plan

MOST_WITH_UNITS = 8  # columns of a page that have room for units in their headings


@cache
def phased_plan() -> Plan:
    """Three phases of half a year, malls half a year to build: money for one site in each of the first two."""
    return explained_plan(choose(phased(laid(("keep", "keep"), 6, False, False), (3e6, 3e6, 1.0))))


def test_the_quarters_of_the_chart_have_room_for_their_names() -> None:
    """Letters are about 7 pixels wide: those of "2027Q1" take 42."""
    chart = gantt_chart(phased_plan(), Reader("en"))
    assert chart is not None
    at = [float(x) for x in re.findall(r'<text x="([\d.]+)"[^>]*>\d{4}Q\d<', chart.drawing.svg())]
    assert len(at) >= 3
    assert min(second - first for first, second in pairwise(at)) >= 42
    assert max(at) + 42 <= chart.drawing.width


def test_no_bar_hides_the_number_of_sites() -> None:
    """In each row of the chart the numbers come last."""
    chart = gantt_chart(phased_plan(), Reader("en"))
    assert chart is not None
    parts = [part for part in chart.drawing.parts if 'fill="#FFFFFF"' in part or 'height="6.0"' in part]
    rows: dict[str, list[str]] = {}
    for part in parts:
        y = float(re.findall(r'y="([\d.]+)"', part)[0])
        rows.setdefault(str(int(y - 40) // 30), []).append("number" if "<text" in part else "way")
    assert all(row == sorted(row, reverse=True) for row in rows.values())
    assert sum(row.count("number") for row in rows.values()) >= 1
    assert chart.data is not None
    hidden, lead, opening = chart.data.series
    assert [start + wait for start, wait in zip(hidden.values, lead.values, strict=True)] == [
        int(told[-6:-2]) + (int(told[-1]) - 1) / 4 for told in opening.labels
    ]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_tables_of_phases_fit_a_page_and_tell_what_stands_when(language: str) -> None:
    plan, reader = phased_plan(), Reader(language)
    assert plan.phases is not None
    decided, stands = phase_tables(plan, reader)
    assert max(len(decided.columns), len(stands.columns)) <= MOST_WITH_UNITS
    assert [row[0] for row in decided.rows] == ["p0", "p1", "p2"]
    assert len(stands.rows) == len(plan.phases.table)
    assert phase_tables(tiny_plan(), reader) == []


def test_phases_are_called_as_the_reader_calls_them_wherever_they_stand() -> None:
    """In sentences, tables, the chart and its data, small maps, and the map's control; not in files."""
    plan = phased_plan()
    assert plan.phases is not None
    question = plan.study.plan
    phases = tuple(one.model_copy(update={"name_zh": f"第{n}期"}) for n, one in enumerate(question.phases, 1))
    study = plan.study.model_copy(update={"plan": question.model_copy(update={"phases": phases})})
    named, reader = replace(plan, study=study), Reader("zh-Hans")
    gantt, steps = gantt_chart(named, reader), PhaseSteps.of(named)
    assert gantt is not None
    assert gantt.data is not None
    assert steps is not None
    (figure,) = phase_figures(named, plan_areas(named), reader)
    places = (
        phase_sentences(named, reader)[0], gantt.drawing.svg(), " ".join(gantt.data.categories), figure.drawing.svg(),
        " ".join(step["name"] for step in steps.control(reader).steps),
        *(str(table.rows) for table in phase_tables(named, reader)),
    )  # fmt: skip
    assert [place for place in places if "第1期" not in place or "p0" in place] == []
    assert phase_frame(named)["name"].tolist() == phase_frame(plan)["name"].tolist()


def test_sites_tell_when_they_open_where_there_are_phases() -> None:
    plan = phased_plan()
    names = [column.name for column in site_rows(plan, Reader("en")).columns]
    assert "opens" in names
    assert "removal_resolved" not in names  # never known of a plan in phases
    assert "opens" not in [column.name for column in site_rows(tiny_plan(), Reader("en")).columns]
