"""A planner who asks too much hears what conflicts, what can be had, and changes that work."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import siteplan as sp
from siteplan.data import read_market, read_study, revised_plan
from siteplan.data.bundled import bundled_study
from siteplan.errors import NoPlanError
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise import SiteProblem, SolveStatus, ZeroCapture, solve
from siteplan.optimise.solvers.highs import WarmLp
from siteplan.pipeline import choose, lay_groundwork
from siteplan.present.plan_text.infeasible_words import no_plan_lines
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.reason import Correction, Reason
from tests.examples import thorough
from tests.worlds import tiny_ground

SALE, BUDGET = "#2", "#1"
SMALL = Path(sp.__file__).parent / "data" / "foshan"  # what a wheel carries


def refused(ground: Groundwork) -> Reason:
    with pytest.raises(NoPlanError) as error:
        choose(ground)
    assert error.value.proven
    assert error.value.reason is not None
    return error.value.reason


def after(study: Study, correction: Correction) -> Study:
    assert correction.rules is not None
    return revised_plan(study, {"rules": correction.rules})


def changed(ground: Groundwork, correction: Correction, what: str, by: float) -> SiteProblem:
    """The study after a correction, one number of which is asked for a little more; its plans are worth nothing."""
    study = after(ground.study, correction)
    rules = [
        rule.model_copy(update={what: getattr(rule, what) * by if what == "at_most" else getattr(rule, what) + by})
        if rule.kind == ("budget" if what == "at_most" else "coverage")
        else rule
        for rule in study.plan.rules
    ]
    problem = site_problem(ground.asking(revised_plan(study, {"rules": [rule.model_dump() for rule in rules]})))
    return replace(problem, capture=ZeroCapture(problem.n_options, problem.n_zones), fixed_value=None)


def status(problem: SiteProblem) -> SolveStatus:
    return solve(problem, gap=0.5).status


def bundled_under_a_tenth_of_its_budget() -> Study:
    """A floor of 95 % of rural people: the province cannot have it, Foshan not within half an hour."""
    study = read_study(bundled_study() if thorough() else SMALL)
    budget, sale, *others = study.plan.rules
    rules = [
        budget.model_copy(update={"at_most": budget.at_most / 10}),
        sale.model_copy(update={"at_least": 0.95, "minutes": None if thorough() else 30.0}),
        *(rule for rule in others if getattr(rule, "format", ()) in {("mall",), ("charge_partner",)}),
    ]
    return revised_plan(study, {"rules": [rule.model_dump() for rule in rules], "gap": 0.3})


def test_rural_coverage_of_the_bundled_study_under_a_tenth_of_its_budget() -> None:
    """The floor fails at any budget; under this one still less can be had. A thorough run asks the province."""
    asked = bundled_under_a_tenth_of_its_budget()
    ground = lay_groundwork(asked, read_market(asked))
    reason = refused(ground)
    assert (reason.conflict, reason.proven) == ((SALE,), True)
    (figure,) = reason.figures
    assert figure.best is not None
    assert figure.alone is not None
    assert figure.best < figure.alone < figure.asked == 0.95

    easing = {
        tuple((change.rule, change.what) for change in correction.changes): correction
        for correction in reason.corrections
    }
    single, pair = easing[(SALE, "at_least"),], easing[(SALE, "at_least"), (BUDGET, "at_most")]
    assert single.changes[0].value == figure.best
    assert pair.changes[0].value == figure.alone
    for correction in (single, pair):
        assert status(changed(ground, correction, "at_least", 0.0)) is SolveStatus.OPTIMAL
        assert status(changed(ground, correction, "at_least", 0.001)) is SolveStatus.INFEASIBLE  # its last digit
    assert status(changed(ground, pair, "at_most", 0.999)) is SolveStatus.INFEASIBLE

    people = [place.persons for place in reason.places]
    assert people == sorted(people, reverse=True)
    said = "\n".join(no_plan_lines(NoPlanError("", reason=reason), ground.study, ground.market, Reader("en")))
    assert f"at most {figure.alone:.1%} is attainable, whatever the other rules".replace("%", " %") in said


RULES = [
    {"kind": "budget", "at_most": 3e6, "name": "Money"},
    {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.9, "name": "Country"},
    {"kind": "count", "at_most": 3, "name": "Few"},
]


def test_two_cities_hear_what_can_be_had_and_each_repair_gives_a_plan() -> None:
    ground = tiny_ground(rules=RULES)
    reason = refused(ground)
    assert set(reason.conflict) == {"#1", "#2"}
    assert {change.what for correction in reason.corrections for change in correction.changes} >= {
        "at_most",
        "at_least",
        "minutes",
    }
    for correction in reason.corrections:
        found = choose(ground.asking(after(ground.study, correction)))
        assert correction.worth == pytest.approx(found.objective, rel=0.02)  # both within the gap of the study


def test_places_name_who_is_left_out_and_the_nearest_candidate() -> None:
    """Nobody east of the river can be reached within two minutes but in the cells of the sites themselves."""
    rules = [
        {"kind": "coverage", "function": "sale", "area": "rural", "at_least": 0.9, "minutes": 2, "name": "At once"}
    ]
    ground = tiny_ground(rules=rules)
    reason = refused(ground)
    assert {place.county for place in reason.places} == {"Hill", "Dale"}
    assert {place.site for place in reason.places} <= {"C5", "C6"}
    assert all(place.minutes is not None and place.minutes > 2 for place in reason.places)


@pytest.mark.parametrize(("language", "words"), [("en", "conflict"), ("zh-Hans", "相互冲突")])
def test_the_answer_is_told_in_the_readers_language(language: str, words: str) -> None:
    ground = tiny_ground(rules=RULES)
    error = NoPlanError("", reason=refused(ground))
    said = "\n".join(no_plan_lines(error, ground.study, ground.market, Reader(language)))
    assert words in said
    assert "Country" in said


def test_required_sites_that_conflict_cannot_be_changed_by_the_rules_alone() -> None:
    """Sites that the candidates' table requires stand in no rule of the study: no rules to run are offered for them."""
    rules = [{"kind": "sites", "required": ["C1", "C2"]}, {"kind": "count", "exactly": 1, "name": "One"}]
    reason = refused(tiny_ground(rules=rules))
    offered = {correction.changes[0].rule: correction.rules is not None for correction in reason.corrections}
    assert offered == {"required sites": False, "#2": True}


def test_a_search_that_was_stopped_claims_nothing() -> None:
    ground = tiny_ground(rules=RULES)
    with pytest.raises(NoPlanError) as error:
        choose(ground, cancel=lambda: True)
    assert not error.value.proven
    assert error.value.reason is None
    assert error.value.stopped
    (said,) = no_plan_lines(error.value, ground.study, ground.market, Reader("en"))
    assert said == "Cancelled before a plan was found; nothing was written."


def test_a_relaxation_without_an_objective_comes_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its bound stands still, so cuts that were dropped as idle came back for ever: 10,000 solves, no correction."""
    solves: list[int] = []
    solve_once = WarmLp.solve
    monkeypatch.setattr(WarmLp, "solve", lambda lp, stop: solves.append(1) or solve_once(lp, stop))
    found = sp.check_study(Path(__file__).parents[2] / "studies" / "bound_stands_still")
    with pytest.raises(NoPlanError) as error:
        sp.make_plan(found.study, found.market)
    assert error.value.reason is not None
    assert error.value.reason.corrections
    assert len(solves) < 3000
