"""Scores whose parts can be seen."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siteplan.market import Market
from siteplan.market.options import expand_options
from siteplan.score import Scorecard, Surroundings, score_candidates
from siteplan.study import Score, Travel
from siteplan.tradearea import utilities
from siteplan.travel import TravelMatrix, travel_times
from tests.examples import examples
from tests.markets import grid_market, study


def card(world: Market, **spec: object) -> Scorecard:
    asked = study()
    travel = travel_times(Travel(), world)
    model = utilities(asked, world, travel, expand_options(world.candidates, asked.formats))
    reach = (world, travel, model, 15.0)
    own = Surroundings.of_facilities(*reach)
    return score_candidates(Score.model_validate(spec), Surroundings.of_candidates(*reach), own)


@examples(25)
@given(st.integers(0, 500))
def test_contributions_sum_to_the_score_and_weights_to_one(seed: int) -> None:
    scores = score_candidates(Score(), bare(seed))
    assert np.allclose(scores.contributions.sum(axis=1), scores.score, rtol=0, atol=1e-12)
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


BOUNDS = {"rent": (0, 40), "footfall": (0, 9000), "population": (0, 60_000), "competition": (0, 3)}
WEIGHTS = {"rent": 1, "footfall": 2, "population": 2, "competition": 1}


def bare(seed: int) -> Surroundings:
    """Six sites among twenty zones, without geography."""
    rng = np.random.default_rng(seed)
    ids = pd.Index([f"C{n}" for n in range(6)], name="site_id", dtype=object)
    sites = pd.DataFrame(
        {"rent": rng.uniform(0, 60, 6), "footfall": rng.uniform(0, 9000, 6), "tier": ["1", "3"] * 3}, index=ids
    ).assign(formats=[("mall", "service"), ("mall",), ("service",)] * 2)
    zones = pd.DataFrame({"population": rng.integers(100, 5000, 20)}, index=[f"Z{n}" for n in range(20)])
    minutes = TravelMatrix(csr_array(rng.uniform(1, 40, (20, 6))), zones.index, ids)
    return Surroundings(zones, sites, minutes, rng.uniform(0, 4, 20), 15)


def again(around: Surroundings, rows: list[int]) -> Surroundings:
    """Return the surroundings of these rows; one that is there twice has the name "C0#5" the second time."""
    sites = around.sites.iloc[rows]
    minutes = around.travel.to(sites.index).minutes
    twice = sites.index.duplicated()
    names = [f"{s}#{n}" if second else s for n, (s, second) in enumerate(zip(sites.index, twice, strict=True))]
    sites.index = pd.Index(names, name="site_id", dtype=object)
    travel = TravelMatrix(minutes, around.travel.zone_ids, sites.index)
    return replace(around, sites=sites, travel=travel)


@examples(40)
@given(st.integers(0, 500), st.permutations(range(6)), st.lists(st.integers(0, 5), max_size=6))
def test_order_and_duplicates_change_no_other_score_or_order_under_fixed_bounds(
    seed: int, order: list[int], doubled: list[int]
) -> None:
    """Ranks count who is better, so a duplicate moves those behind it down; who stands before whom stays."""
    around = bare(seed)
    spec = Score.model_validate({"weights": WEIGHTS, "bounds": BOUNDS, "formats": {"mall": {"weights": {"rent": 1}}}})
    before = score_candidates(spec, around)
    after = score_candidates(spec, again(around, [*order, *doubled]))
    ids = list(around.sites.index)
    pd.testing.assert_series_equal(after.score[ids], before.score, check_exact=True)
    pd.testing.assert_frame_equal(after.by_format.loc[ids, list(before.by_format)], before.by_format, check_exact=True)
    assert after.rank[ids].rank(method="min").to_dict() == before.rank.to_dict()
    for extra in set(after.rank.index) - set(ids):
        assert after.rank[extra] == after.rank[extra.split("#")[0]]
    if not doubled:
        assert after.rank[ids].to_dict() == before.rank.to_dict()


@examples(40)
@given(
    st.integers(0, 500),
    st.sampled_from(["given", "ahp", "entropy", "critic"]),
    st.sampled_from(["min_max", "rank", "z"]),
    st.sampled_from([None, "mall", "service"]),
)
def test_why_sums_to_the_score_however_it_is_made(
    seed: int, weighting: str, normalise: str, format_: str | None
) -> None:
    asked = {
        "weights": WEIGHTS,
        "weighting": weighting,
        "normalise": normalise,
        "ahp": {"criteria": ["rent", "footfall"], "matrix": [[1, 2], ["1/2", 1]]},
        "formats": {"mall": {"weights": {"population": 1}, "tiers": {"3": {"weights": {"footfall": 1, "rent": 3}}}}},
        "tiers": {"1": {"weights": {"competition": 1, "population": 1}}},
    }
    scores = score_candidates(Score.model_validate(asked), bare(seed))
    for site in scores.score.index:
        expected = scores.score[site] if format_ is None else scores.by_format.loc[site, format_]
        table = scores.why(site, format_)
        assert np.isnan(expected) or abs(table["contribution"].sum() - expected) <= 1e-12
        assert table["weight"].sum() == pytest.approx(1)
    assert np.allclose(scores.contributions.sum(axis=1), scores.score, rtol=0, atol=1e-12)


def test_why_is_one_table_by_hand() -> None:
    world = grid_market()
    sites = world.candidates.assign(rent=[10.0, 20, 30, 40, 40, np.nan], tier=["1", "1", "1", "3", "3", "3"])
    scores = card(
        replace(world, candidates=sites.assign(footfall=1e3)), weights={"rent": 3, "footfall": 1},
        criteria={"rent": {"bounds": [0, 40]}, "footfall": {"bounds": [0, 4000]}},
    )  # fmt: skip
    table = scores.why("C1")
    assert table.index.name == "criterion"
    rent = table.loc["rent"].to_dict()
    # 20 of 0-40, lower is better: 50 points at 3/4; second of five known (10 | 20 | 30, 40, 40), second of three.
    assert rent == {
        "value": 20, "unit": "currency/m2/day", "percentile": pytest.approx(30), "percentile_tier": pytest.approx(50),
        "points": 50, "weight": 0.75, "contribution": 37.5,
    }  # fmt: skip
    assert table.loc["footfall", "contribution"] == 25 / 4
    assert table.index.tolist() == ["rent", "footfall"]
    assert scores.why("C3").loc["rent", "percentile"] == pytest.approx(80)  # both 40s stand in the middle of 60 to 100
    assert np.isnan(scores.why("C5").loc["rent", "percentile"])
    assert scores.why("C5").loc["rent", "points"] == 50


def test_the_most_particular_weights_hold() -> None:
    world = grid_market()
    world = replace(
        world, candidates=world.candidates.assign(tier=["1", "3"] * 3, formats=[("mall",), ("mall", "service")] * 3)
    )
    scores = card(
        world, weights={"rent": 1},
        tiers={"3": {"weights": {"footfall": 1}}},
        formats={"mall": {"weights": {"population": 1}, "tiers": {"3": {"weights": {"competition": 1}}}}},
    )  # fmt: skip
    points = scores.points
    assert scores.score["C0"] == points.loc["C0", "rent"]
    assert scores.score["C1"] == points.loc["C1", "footfall"]
    assert scores.by_format.loc["C0", "mall"] == points.loc["C0", "population"]
    assert scores.by_format.loc["C1", "mall"] == points.loc["C1", "competition"]
    assert scores.by_format.loc["C1", "service"] == points.loc["C1", "footfall"]
    assert np.isnan(scores.by_format.loc["C0", "service"])


def test_weights_of_a_tier_that_ask_for_what_nobody_knows_leave_the_usual_ones() -> None:
    scores = card(grid_market(), weights={"rent": 1}, tiers={"1": {"weights": {"income": 1}}})
    assert scores.score.tolist() == scores.points["rent"].tolist()


def fitted_world(effect: float) -> Market:
    """Thirty own sites whose sales follow foot traffic by this effect, at rents that say nothing."""
    rng = np.random.default_rng(5)
    world = grid_market(5)
    own = pd.concat([world.facilities] * 15)
    own.index = pd.Index([f"F{n}" for n in range(30)], name="site_id", dtype=object)
    visits = rng.uniform(100, 9000, 30)
    sales = np.exp(5 + effect * visits / 9000 + rng.normal(0, 0.05, 30))
    return replace(world, facilities=own.assign(footfall=visits, rent=rng.uniform(1, 40, 30), annual_sales=sales))


def test_weights_are_fitted_and_what_own_sites_do_not_know_keeps_its_part() -> None:
    world = fitted_world(2.0)
    scores = card(world, weights={"footfall": 1, "rent": 2, "population": 1}, weighting="fitted")
    assert scores.weighing.method == "fitted"
    assert scores.weights["footfall"] > 0.8
    world = replace(world, facilities=world.facilities.drop(columns="rent"))
    scores = card(world, weights={"footfall": 1, "rent": 2, "population": 1}, weighting="fitted")
    assert scores.weighing.kept == ("rent",)
    assert scores.weights["rent"] == 0.5
    assert scores.weights["footfall"] > 0.4


def test_a_fit_that_tells_nothing_leaves_the_given_weights() -> None:
    scores = card(fitted_world(0.0), weights={"footfall": 1, "rent": 3}, weighting="fitted")
    assert scores.weighing.method == "given"
    assert scores.weights.tolist() == [0.25, 0.75]


@pytest.mark.parametrize(("effect", "way"), [(2.0, "higher"), (-2.0, "lower"), (0.0, "higher")])
def test_which_way_is_better_is_what_sales_say_for_certain(effect: float, way: str) -> None:
    scores = card(fitted_world(effect), weights={"footfall": 1, "rent": 1}, directions={"footfall": "fitted"})
    assert scores.scales["footfall"].direction == way
    assert scores.signs is not None
    assert bool(scores.signs.loc["footfall", "certain"]) == (effect != 0)


def test_competition_may_hurt_help_or_have_an_ideal() -> None:
    world = grid_market(4)
    asked = {"lower": {}, "higher": {}, "ideal": {"competition": {"ideal": 0.3}}}
    ways = {
        way: card(world, weights={"competition": 1}, directions={"competition": way}, criteria=criteria)
        for way, criteria in asked.items()
    }
    rivals = ways["lower"].values["competition"]
    assert ways["lower"].score.idxmax() == rivals.idxmin()
    assert ways["higher"].score.idxmax() == rivals.idxmax()
    assert ways["ideal"].score.idxmax() == (rivals - 0.3).abs().idxmin()
