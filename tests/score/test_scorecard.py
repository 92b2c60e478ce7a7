"""Scores whose parts can be seen."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.market import Market
from siteplan.options import expand_options
from siteplan.score import Scorecard, Surroundings, score_candidates
from siteplan.study import Score, Travel
from siteplan.tradearea import utilities
from siteplan.travel import travel_times
from tests.examples import examples
from tests.markets import grid_market, study


def card(world: Market, **spec: object) -> Scorecard:
    asked = study()
    travel = travel_times(Travel(), world)
    model = utilities(asked, world, travel, expand_options(world.candidates, asked.formats))
    return score_candidates(Score.model_validate(spec), Surroundings.of_candidates(world, travel, model, 15))


@examples(25)
@given(st.integers(0, 500))
def test_contributions_sum_to_the_score_and_weights_to_one(seed: int) -> None:
    scores = card(grid_market(seed))
    assert np.allclose(scores.contributions.sum(axis=1), scores.score, atol=1e-12)
    assert scores.weights.sum() == pytest.approx(1)
    assert ((scores.points >= 0) & (scores.points <= 100)).all().all()


def test_a_criterion_without_data_is_left_out_and_the_others_grow() -> None:
    scores = card(grid_market(), weights={"income": 3, "rent": 1, "footfall": 1})
    assert scores.weights.to_dict() == {"rent": 0.5, "footfall": 0.5}


def test_low_rent_is_good_unless_the_planner_says_otherwise() -> None:
    world = grid_market()
    world = replace(world, candidates=world.candidates.assign(rent=np.arange(6.0)))
    cheap_first = card(world, weights={"rent": 1}).score
    dear_first = card(world, weights={"rent": 1}, directions={"rent": "higher"}).score
    assert cheap_first.iloc[0] == 100
    assert dear_first.iloc[0] == 0
    assert cheap_first.to_numpy() == pytest.approx(dear_first.to_numpy()[::-1])


def test_a_missing_value_gets_the_middle() -> None:
    world = grid_market()
    world = replace(world, candidates=world.candidates.assign(rent=[np.nan, 1, 2, 3, 4, 5]))
    assert card(world, weights={"rent": 1}).score.iloc[0] == 50


def test_a_gate_takes_the_rank_and_says_why() -> None:
    world = grid_market()
    world = replace(world, candidates=world.candidates.assign(rent=np.arange(6.0) * 10))
    scores = card(world, gates={"rent": {"at_most": 35}})
    assert scores.failed.tolist() == ["", "", "", "", "rent", "rent"]
    assert scores.rank.isna().tolist() == [False] * 4 + [True] * 2
    assert sorted(scores.rank.dropna()) == [1, 2, 3, 4]


def test_persons_income_and_rivals_within_reach_are_what_the_zones_say() -> None:
    world = grid_market(7)
    world = replace(world, zones=world.zones.assign(income=np.linspace(2e4, 9e4, 40)))
    travel = travel_times(Travel(), world)
    scores = card(world)
    near = (travel.candidates.minutes.toarray()[:, 2] <= 15) & (travel.candidates.minutes.toarray()[:, 2] > 0)
    persons = world.zones["population"].to_numpy() * near
    assert scores.values.loc["C2", "population"] == pytest.approx(persons.sum())
    assert scores.values.loc["C2", "income"] == pytest.approx((persons * world.zones["income"]).sum() / persons.sum())


def test_the_table_shows_every_part() -> None:
    table = card(grid_market()).table()
    assert {"score", "rank", "failed", "value_rent", "points_rent", "contribution_rent"} <= set(table)
    assert isinstance(table, pd.DataFrame)
