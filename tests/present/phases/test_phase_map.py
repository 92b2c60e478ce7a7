"""The map by phase: each mark is there from when it opens until it closes."""

from __future__ import annotations

from dataclasses import replace

from siteplan.evaluate import Plan
from siteplan.present.maps.map_marks import rival_marks
from siteplan.present.maps.map_sites import Mark
from siteplan.present.phases.phase_map import PhaseSteps
from siteplan.present.text.reader import Reader
from tests.present.phases.test_phase_part import phased_plan
from tests.worlds import tiny_plan


def closing_plan() -> Plan:
    """As if both sites of today had been decided on: one closes in the second phase, one converts in the third."""
    plan = phased_plan()
    own = plan.market.facilities
    changed = own.assign(
        site_id=own.index, change=["closed", "converted"], closes=["2027Q3", "2028Q1"], opens=["", "2028Q3"]
    )
    return replace(plan, facilities=changed)


def steps_of(plan: Plan) -> PhaseSteps:
    steps = PhaseSteps.of(plan)
    assert steps is not None
    return steps


def test_new_sites_are_there_from_when_they_open() -> None:
    """Of today, four periods and the whole plan: C1 opens in the first period, C2 in the second."""
    plan = phased_plan()
    marks = steps_of(plan).opened([_mark(plan, site) for site in ("C1", "C2")])
    assert [mark.when for mark in marks] == ["021111", "002111"]


def test_todays_sites_are_there_until_they_close_or_convert() -> None:
    """Periods start 2027Q1, 2027Q3, 2028Q1, 2028Q3: what closes is crossed out once, what converts stands again."""
    plan = closing_plan()
    steps, ids = steps_of(plan), list(plan.facilities["site_id"])
    assert [mark.when for mark in steps.before(Reader("en"))] == ["110000", "111000"]
    becomes = steps.changed([_mark(plan, site) for site in ids])
    assert [mark.when for mark in becomes] == ["002001", "000021"]


def test_a_step_says_what_opens_and_what_stands() -> None:
    plan = phased_plan()
    assert plan.phases is not None
    said = [step["said"] for step in steps_of(plan).control(Reader("en")).steps]
    standing = plan.phases.table["standing"].tolist()
    assert said[0] == "2 sites of our own stand"
    assert said[1] == f"open: 1; {standing[0]} sites of our own stand"
    assert said[3] == f"{standing[2]} sites of our own stand"
    assert PhaseSteps.of(tiny_plan()) is None


def _mark(plan: Plan, site_id: str) -> Mark:
    return replace(rival_marks(plan.market, Reader("en"))[0], site_id=site_id)
