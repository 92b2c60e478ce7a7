"""Small maps by phase: each says what it shows, and a site is drawn once, in the state it has in those quarters."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from siteplan.evaluate import Plan
from siteplan.present.maps.plan_areas import plan_areas
from siteplan.present.phases.phase_figure import phase_figures
from siteplan.present.text.reader import Reader
from siteplan.present.theme.style import ACCENT, OWN
from tests.present.phases.test_phase_map import closing_plan
from tests.present.phases.test_phase_part import phased_plan
from tests.worlds import tiny_plan

STANDS, OPENS, BUILT = (f'r="{r}" fill="{fill}"' for r, fill in (("2.0", OWN), ("3.2", ACCENT), ("2.6", "#FFFFFF")))
CROSS = f'stroke="{OWN}" stroke-width="1.4"'


def panels(plan: Plan) -> list[str]:
    """The markup of each map."""
    (chart,) = phase_figures(plan, plan_areas(plan), Reader("en"))
    return [part for part in chart.drawing.parts if part.startswith("<g")]


@pytest.mark.parametrize(("language", "sites"), [("en", "{n} sites"), ("zh-Hans", "{n} 个网点")])
def test_each_phase_has_a_map_with_its_name_quarters_and_sites(language: str, sites: str) -> None:
    plan = phased_plan()
    assert plan.phases is not None
    (chart,) = phase_figures(plan, plan_areas(plan), Reader(language))
    svg, rows = chart.drawing.svg(), plan.phases.table.iloc[:3].to_dict("records")
    assert ['class="tall"' in svg, svg.count("<g ")] == [True, 2 * len(rows)]  # each a title, and its ground below
    for row in rows:
        assert row["from"] in svg
        assert sites.format(n=row["standing"]) in svg
    assert all(f">{name}</text>" in svg for name in ("p0", "p1", "p2"))


def test_a_new_site_is_built_then_opens_then_stands() -> None:
    """Both sites of today stand throughout. C1 opens in the first period, C2, of the second budget, in the second."""
    counts = [[part.count(mark) for mark in (STANDS, OPENS, BUILT)] for part in panels(phased_plan())]
    assert counts == [[2, 1, 0], [3, 1, 0], [4, 0, 0]]


def test_what_closes_is_crossed_out_once_and_what_converts_is_built_until_it_stands_again() -> None:
    """One closes in 2027Q3, the second of four periods; one closes in 2028Q1 to stand again, converted, in 2028Q3.

    No phase starts in the fourth, which has a map since the converted site opens then.
    """
    plan = closing_plan()
    told = replace(plan, facilities=plan.facilities.assign(phase=[2, 3]))
    counts = [[part.count(mark) for mark in (STANDS, OPENS, BUILT, CROSS)] for part in panels(told)]
    assert counts == [[2, 1, 0, 0], [2, 1, 0, 2], [2, 0, 1, 0], [2, 1, 0, 0]]


def test_many_phases_take_several_figures_and_none_without_phases() -> None:
    plan = phased_plan()
    assert plan.phases is not None
    row: dict[str, Any] = plan.phases.table.iloc[0].to_dict()
    table = type(plan.phases.table)([{**row, "name": f"quarter {n}"} for n in range(10)])
    long = replace(plan, phases=replace(plan.phases, table=table))
    found = phase_figures(long, plan_areas(long), Reader("en"))
    assert [chart.drawing.svg().count(">quarter ") for chart in found] == [9, 2]  # and all open after these
    assert phase_figures(tiny_plan(), plan_areas(tiny_plan()), Reader("en")) == []
