"""A selection re-evaluated by the full model."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.optimise import Selection, SolveStatus
from siteplan.pipeline import lay_groundwork
from siteplan.study.objectives import with_objective
from siteplan.tradearea import shares
from tests.examples import examples
from tests.markets import grid_market, study


def groundwork(seed: int = 0) -> Groundwork:
    return lay_groundwork(study(), grid_market(seed))


def chosen(ground: Groundwork, names: list[str]) -> Selection:
    """A selection as the optimiser would give it."""
    is_open = pd.Series(ground.options.index.isin(names), index=ground.options.index)
    rules = pd.DataFrame(columns=["rule", "kind", "asked", "achieved", "slack", "met", "shadow_price"])
    return Selection(is_open, 1.0, 1.0, 0.0, SolveStatus.OPTIMAL, 0.1, (), rules)


def plan(names: list[str], seed: int = 0) -> Plan:
    ground = groundwork(seed)
    return evaluate(Answer.of(ground, chosen(ground, names)))


def test_nothing_opened_is_todays_network() -> None:
    made = plan([])
    assert repr(made.kpis) == repr(made.baseline)  # by repr: what is not known, NaN, equals itself there
    assert made.kpis.net_new == 0
    assert made.sites.empty


@examples(12, sample=3)
@given(st.integers(0, 99), st.sets(st.integers(0, 5), min_size=1))
def test_sites_and_kpis_tell_the_same_story(seed: int, which: set[int]) -> None:
    made = plan([f"C{i}:mall" for i in which], seed)
    assert made.sites["net_new"].sum() == pytest.approx(made.kpis.net_new, abs=1e-9)
    assert (made.sites["capture"] - made.sites["net_new"]).to_numpy() == pytest.approx(
        made.sites["cannibalised"].to_numpy(), abs=1e-9
    )
    assert made.zones["demand"] @ made.zones["share"] == pytest.approx(made.kpis.capture)
    assert made.kpis.capex == len(which) * 1e6
    assert (made.zones["covered"] >= made.zones["covered_before"]).all()


def test_shares_are_those_of_the_huff_model() -> None:
    ground = groundwork()
    names = ["C1:mall", "C4:mall"]
    expected = shares(ground.model, ground.options.index.isin(names)).network
    assert plan(names).zones["share"].to_numpy() == pytest.approx(expected)


def test_where_every_candidate_opens_none_is_left_to_be_rejected() -> None:
    """Under a goal that counts rents, too: there is no candidate whose rent could be told."""
    ground = groundwork()
    ground = replace(ground, study=with_objective(ground.study, "profit"))
    assert evaluate(Answer.of(ground, chosen(ground, [f"C{i}:mall" for i in range(6)]))).rejected.empty


def test_a_workshop_brings_service_and_no_sales() -> None:
    made = plan(["C2:service"])
    assert made.kpis.net_new == 0
    assert np.isfinite(made.zones["minutes_service"]).any()
    assert np.isinf(made.zones["minutes_service_before"]).all()


def test_npv_weighs_margin_of_net_new_against_costs() -> None:
    ground = groundwork()
    cheap = ground.study.model_copy(
        update={"plan": ground.study.plan.model_copy(update={"discount_rate": 0.0, "horizon_years": 4})}
    )
    ground = replace(ground, study=cheap)
    made = evaluate(Answer.of(ground, chosen(ground, ["C0:mall"])))
    opex = made.kpis.opex - made.baseline.opex
    assert made.kpis.npv == pytest.approx(4 * (10_000 * made.kpis.net_new - opex) - 1e6)
    assert made.baseline.npv == 0
