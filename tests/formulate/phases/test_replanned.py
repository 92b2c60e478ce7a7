"""Plans made anew from a phase on: what is committed stays, and the rest is the best of all that is left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.errors import NoPlanError, StudyError
from siteplan.evaluate.over_time.nesting import nesting_of
from siteplan.evaluate.over_time.phase_table import plan_phases
from siteplan.formulate.outcome import Answer
from siteplan.formulate.phases.committed_checks import committed_problems
from siteplan.formulate.phases.phased_problem import Phased
from siteplan.groundwork import Groundwork
from siteplan.optimise.allowance import Allowance
from siteplan.pipeline import choose
from siteplan.study.phases_spec import Replan
from tests.examples import examples
from tests.formulate.phases.test_phased_plan import CASES, every_roll_out, laid, phased, two_sites, worth


def committed(answer: Answer, before: int, **changes: Any) -> list[dict[str, Any]]:
    """What a plan decides in the phases before one, as study.toml says it."""
    assert answer.roll_out is not None
    decided = plan_phases(answer.roll_out, None).sites
    return [
        {
            "site": site, "format": "" if row["change"] == "closed" else row["format"], "phase": row["name"],
            "opens": row["opens"] or None, "spent": row["spent"], **changes,
        }
        for site, row in decided[decided["phase"] <= before].iterrows()
    ]  # fmt: skip


def anew(ground: Groundwork, phase: str, sites: list[dict[str, Any]]) -> Groundwork:
    """The same from a phase on."""
    replan = Replan.model_validate({"phase": phase, "committed": sites})
    plan = ground.study.plan.model_copy(update={"replan": replan})
    return ground.asking(ground.study.model_copy(update={"plan": plan}))


def decided(answer: Answer) -> dict[str, tuple[Any, ...]]:
    """What is decided at each site, when, and at what cost."""
    assert answer.roll_out is not None
    sites = plan_phases(answer.roll_out, None).sites.drop(columns="committed")
    return {str(site): tuple(row) for site, row in sites.iterrows()}


@examples(200, sample=2)
@given(st.sampled_from(sorted(CASES)), st.integers(0, 10_000))
def test_what_is_committed_stays_and_the_rest_is_the_best_that_is_left(case: str, seed: int) -> None:
    """Against every roll-out that has these schedules and no other decision in the phases that are over."""
    r = np.random.default_rng(seed)
    budgets = tuple(float(b) for b in r.choice([4e5, 1.4e6, 3e6, 8e6], 2))
    before = phased(laid(*CASES[case]), budgets, carry_over=bool(r.integers(2)))
    try:
        old = choose(before)
    except NoPlanError:
        return
    changed = phased(laid(*CASES[case]), (budgets[0], float(r.choice([4e5, 3e6, 8e6]))))
    ground = anew(changed, "p1", committed(old, 1))
    new = choose(ground)
    kept = {site: row for site, row in decided(old).items() if row[0] == 1}
    assert {site: row for site, row in decided(new).items() if row[0] == 1} == kept
    assert new.objective == pytest.approx(best_after(changed, kept), rel=1e-5)
    assert new.figures.mean[0] == pytest.approx(new.objective, rel=1e-9)


def first_of(of: Phased, chosen: np.ndarray) -> set[tuple[str, str]]:
    """What a roll-out decides in the first phase: each site with its format, or that it closes."""
    table = of.schedules.table
    rows = table[chosen]
    first = {(row.site, of.ground.options["format"].iloc[row.option]) for row in rows[rows["phase"] == 0].itertuples()}
    return first | {(site, "closed") for site in set(table["site"][table["change"] == "kept"]) - set(rows["site"])}


def decisions_of(kept: dict[str, tuple[Any, ...]]) -> set[tuple[str, str]]:
    """The same of decisions as a plan tells them."""
    return {(site, "closed" if row[3] == "closed" else row[2]) for site, row in kept.items()}


def best_after(ground: Groundwork, kept: dict[str, tuple[Any, ...]]) -> float:
    """The best of all roll-outs with these decisions in the first phase, by the full model."""
    of = Phased.of(ground)
    return max(worth(of, chosen) for chosen in every_roll_out(of) if first_of(of, chosen) == decisions_of(kept))


@pytest.fixture(scope="module")
def first() -> tuple[Groundwork, Answer]:
    """A plan of two phases, of which the first opens something."""
    ground = phased(laid(("keep", "closable"), 0, False, False), (3e6, 3e6))
    return ground, choose(ground)


def test_with_nothing_changed_it_is_worth_as_much_as_before(first: tuple[Groundwork, Answer]) -> None:
    """The earlier plan itself is one of those that are left, and both are proven to 1e-6."""
    ground, old = first
    new = choose(anew(ground, "p1", committed(old, 1)))
    assert new.objective == pytest.approx(old.objective, rel=2e-6)
    assert decided(new).keys() >= {site for site, row in decided(old).items() if row[0] == 1}


def test_the_price_of_nesting_is_against_networks_that_keep_what_is_committed(
    first: tuple[Groundwork, Answer],
) -> None:
    ground, old = first
    new = choose(anew(ground, "p1", committed(old, 1)))
    assert new.roll_out is not None
    nesting = nesting_of(new.roll_out, new.goal, Allowance.of(30.0))
    assert nesting is not None
    assert nesting.free >= nesting.nested * (1 - 1e-9)
    phased_anew, standing = new.roll_out.phased, new.roll_out.standing
    past = phased_anew.free(0)
    assert (past.required == standing[0]).all()  # nobody chooses it any more


def test_what_was_spent_is_spent_and_the_next_phase_has_what_is_left(first: tuple[Groundwork, Answer]) -> None:
    """Two phases of 3 m: 5 m spent in the first leaves 1 m, too little for a mall of 1.3 m."""
    ground, old = first
    sites = [site for site in committed(old, 1) if site["format"]]
    dear = [{**site, "spent": 5e6 / len(sites)} for site in sites]
    new = choose(anew(ground, "p1", dear))
    assert new.roll_out is not None
    table = plan_phases(new.roll_out, None).table
    assert table["spent"].tolist()[:2] == pytest.approx([5e6, 0.0])
    assert table["left"].tolist()[:2] == pytest.approx([-2e6, 1e6])


def test_more_spent_than_there_is_in_all_is_refused_at_the_door(first: tuple[Groundwork, Answer]) -> None:
    ground, old = first
    with pytest.raises(StudyError, match=r'breaks the rule "phase p1: budget" .*C1.*carried_out = false'):
        choose(anew(ground, "p1", committed(old, 1, spent=9e6)))


def test_rules_of_phases_that_are_over_are_history(first: tuple[Groundwork, Answer]) -> None:
    """Nine sites in the first phase cannot be had any more; at most as many as stand holds in the end."""
    ground, old = first
    rules = [{"kind": "count", "at_least": 9, "phase": "p0"}, {"kind": "count", "at_most": 1}]
    asked = phased(ground, (3e6, 3e6), rules=rules)
    new = choose(anew(asked, "p1", committed(old, 1)))
    assert new.selection.rules["rule"].tolist() == ["#2"]


def test_a_site_may_open_later_than_planned_and_sells_from_then_on() -> None:
    """Half a year late: it stands in no period before."""
    ground = phased(laid(("keep", "keep"), 0, False, False), (3e6, 3e6, 3e6))
    late = {"site": "C1", "format": "mall", "phase": "p0", "opens": "2027Q3"}
    new = choose(anew(ground, "p2", [late]))
    assert new.roll_out is not None
    stands = new.roll_out.standing[:, ground.options.index.get_loc("C1:mall")]
    assert stands.tolist() == [False, True, True]
    assert new.roll_out.phased.schedules.table["committed"].sum() == 1


def test_what_actuals_say_was_invested_takes_the_place_of_what_was_planned(first: tuple[Groundwork, Answer]) -> None:
    """The malls were planned at 1.3 m; one of them cost 1.1 m and 0.3 m in two months."""
    ground, old = first
    sites = committed(old, 1)
    one = next(site["site"] for site in sites if site["format"])
    rows = [(one, "2027-01", 0.0, 1.1e6), (one, "2027-02", 0.0, 3e5), ("F1", "2027-01", 9.0, np.nan)]
    actuals = pd.DataFrame(rows, columns=["site_id", "month", "sales", "invested"])
    told = replace(ground, market=replace(ground.market, actuals=actuals))
    new = decided(choose(anew(told, "p1", sites)))
    spent = {site["site"]: site["spent"] for site in sites} | {one: 1.4e6}
    assert {site: row[-1] for site, row in new.items() if row[0] == 1} == spent


def test_sites_of_today_stay_until_the_phase_and_may_close_from_then_on() -> None:
    """Nothing was decided before p1; what closes does so then, and costs what it costs then."""
    ground = phased(laid(("closable", "closable"), 0, False, False), (8e6, 8e6))
    new = choose(anew(ground, "p1", []))
    assert new.roll_out is not None
    assert new.roll_out.standing[0].tolist() == ground.stands.tolist()
    assert (plan_phases(new.roll_out, None).sites["phase"] == 2).all()


WRONG = {
    "candidates have it no more": {"site": "C9", "format": "mall", "phase": "p0"},
    "the format service there, which may not open": {"site": "C1", "format": "service", "phase": "p0"},
    "as a site that stays as it is": {"site": "F1", "format": "dealer", "phase": "p0"},
    "facilities have it no more": {"site": "F9", "phase": "p0"},
    "says that it does not close": {"site": "F1", "phase": "p0"},
    "and its column status forbids it": {"site": "C2", "format": "mall", "phase": "p0"},
    "opens after the 3 years": {"site": "C1", "format": "dealer", "phase": "p0", "opens": "2030Q1"},
    "sell in 2027-05, and it opens in 2027Q3": {"site": "C1", "format": "mall", "phase": "p0", "opens": "2027Q3"},
}


def test_what_no_longer_fits_is_named_all_at_once() -> None:
    market = two_sites("keep", "closable")
    market.candidates.loc["C2", "status"] = "forbidden"
    actuals = pd.DataFrame({"site_id": ["C1", "C1"], "month": ["2027-04", "2027-05"], "sales": [0.0, 1.0]})
    market = replace(market, actuals=actuals)
    ground = phased(laid(("keep", "closable"), 0, False, False), (3e6, 3e6))
    asked = anew(ground, "p1", list(WRONG.values())).study
    found = {str(problem) for problem in committed_problems(asked, market)}
    assert len(found) == len(WRONG)
    for what, site in WRONG.items():
        assert any(what in text and site["site"] in text for text in found), what
    barred = {"kind": "sites", "forbidden": ["C1"]}
    ground = anew(phased(ground, (3e6, 3e6), rules=[barred]), "p1", [{"site": "C1", "format": "mall", "phase": "p0"}])
    (problem,) = committed_problems(ground.study, ground.market)
    assert "a rule of kind sites forbids it" in str(problem)
    gone = {"site": "C1", "format": "mall", "phase": "p0", "carried_out": False}
    assert committed_problems(anew(ground, "p1", [gone]).study, market) == ()


def test_what_is_ready_once_no_quarter_is_left_to_begin_is_refused() -> None:
    """34 months on, in the third month of the last quarter of three years."""
    ground = phased(laid(("keep", "keep"), 0, False, False), (3e6, 3e6))
    formats = {name: spec.model_copy(update={"lead_months": 34}) for name, spec in ground.study.formats.items()}
    asked = anew(ground, "p1", [{"site": "C1", "format": "mall", "phase": "p0"}]).study
    (problem,) = committed_problems(asked.model_copy(update={"formats": formats}), ground.market)
    assert "it opens after the 3 years that count" in str(problem)
