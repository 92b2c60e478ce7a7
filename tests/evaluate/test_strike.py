"""Sites that may be left out together: rules hold without all of them, and the plan is worth what is said."""

from __future__ import annotations

from typing import Any

import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.pipeline import lay_groundwork
from siteplan.present.plan_text.losses import loss_sentences, loss_table
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_market, tiny_selection, tiny_study

THREE = ("C1:mall", "C3:dealer", "C6:dealer")


def planned(opened: tuple[str, ...], *rules: dict[str, Any]) -> Plan:
    ground = lay_groundwork(tiny_study(rules=list(rules)), tiny_market())
    return evaluate(Answer.of(ground, tiny_selection(ground, opened)))


def test_what_loses_goes_and_the_plan_is_worth_as_much_more_as_it_says() -> None:
    """C3 and C6 cost more than they earn (the mall C1 does not), and no rule asks for them."""
    plan, without = planned(THREE), planned(("C1:mall",))
    assert set(plan.strike.sites) == {"C3", "C6"}
    assert plan.sites.set_index("site_id")["may_strike"].to_dict() == {"C1": False, "C3": True, "C6": True}
    assert plan.strike.npv == pytest.approx(without.kpis.npv - plan.kpis.npv)
    assert plan.strike.capture == pytest.approx(plan.kpis.capture - without.kpis.capture)
    assert plan.strike.capex == pytest.approx(plan.kpis.capex - without.kpis.capex)
    assert without.strike.sites == ()


def test_two_of_which_a_rule_needs_one_do_not_go_both() -> None:
    """At least two of three must open, so that no rule needs either alone: the one that loses most goes first."""
    plan = planned(THREE, {"kind": "count", "at_least": 2})
    assert set(plan.sites["needed_for"]) == {""}
    worst = plan.sites.set_index("site_id")["yearly_result"].idxmin()
    assert plan.strike.sites == (worst,)
    for language in ("en", "zh-Hans"):
        reader = Reader(language)
        assert len(loss_sentences(plan, reader)) == 2
        table = loss_table(plan, reader)
        assert table is not None
        assert len({row[-1] for row in table.rows}) == 2


def test_what_a_rule_needs_stays() -> None:
    plan = planned(THREE, {"kind": "count", "at_least": 3})
    assert plan.strike.sites == ()
    _losing, needed = loss_sentences(plan, Reader("en"))
    assert needed.endswith("of them 2 are needed for a rule: Number of new sites (2).")
