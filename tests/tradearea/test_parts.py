"""Demand in parts: a Huff market for each income segment and product line, over the same sites."""

from functools import cache

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.stats import lognorm

from siteplan.study.demand_spec import Demand, Line, Segment
from siteplan.tradearea import Utilities, in_parts, shares
from siteplan.tradearea.demand import demand_steps, vehicle_demand
from siteplan.tradearea.parts import demand_parts
from siteplan.tradearea.segments import segment_people
from tests.markets import random_utilities, zones

RICH = {"name": "rich", "income_from": 80_000}
POOR = {"name": "poor", "income_to": 80_000}
FORMATS = pd.Series(["mall", "dealer", "mall"])
OWN = pd.Series(["dealer", "mall"])


def figures(most: float) -> st.SearchStrategy[float]:
    """Numbers from 0 to most that a study may have: 0, or not so near it that no figure is."""
    return st.floats(0, most).map(lambda x: round(x, 6))


@cache
def town(n: int = 4) -> gpd.GeoDataFrame:
    incomes = np.linspace(20_000, 140_000, n)
    return zones([113.0] * n, [22.0] * n, range(1000, 1000 * (n + 1), 1000)).assign(income=incomes)


def spec(*segments: dict, lines: tuple[dict, ...] = (), **keys: object) -> Demand:
    return Demand(segments=tuple(Segment(**s) for s in segments), lines=tuple(Line(**line) for line in lines), **keys)


def world(seed: int, demand: Demand) -> tuple[Utilities, Utilities]:
    """A random market of four zones and three options: as a whole and in parts."""
    here, rng = town(), np.random.default_rng(seed)
    whole = random_utilities(rng, 4, 3, 2, 2)
    whole = Utilities(whole.options, whole.own, whole.rivals, whole.outside, vehicle_demand(demand, here))
    return whole, in_parts(demand, here, whole, FORMATS, OWN)


def won(model: Utilities, is_open: np.ndarray) -> float:
    return float(model.demand.to_numpy() @ shares(model, is_open).network)


def test_people_of_an_income_range_are_those_of_a_lognormal_spread_about_the_zones_mean() -> None:
    """A Gini of 0.35 is a spread of 0.642 of ln(income); scipy's lognormal with the zone's mean is the reference."""
    demand, here = spec(POOR, RICH, income_gini=0.35), town()
    spread = 0.64173  # sqrt(2) x the normal quantile of 0.675
    poor = lognorm.cdf(80_000, spread, scale=here["income"] / np.exp(spread**2 / 2))
    assert segment_people(demand, here)["poor"].tolist() == pytest.approx(poor.tolist(), rel=1e-4)
    assert segment_people(demand, here).sum(axis=1).tolist() == pytest.approx([1.0] * 4, rel=1e-12)


def test_a_zone_without_an_income_counts_as_the_mean_and_one_of_nothing_is_poor() -> None:
    here = town(3).assign(income=[np.nan, 60_000.0, 0.0])
    people = segment_people(spec(POOR, RICH), here.iloc[:2])
    assert people.iloc[0].tolist() == people.iloc[1].tolist()
    assert segment_people(spec(POOR, RICH), here).iloc[2].tolist() == [1.0, 0.0]


def test_who_buys_more_counts_for_more_of_the_demand() -> None:
    """Half of the people buy twice as much: 1.5 times the demand, two thirds of it theirs."""
    demand = spec(
        {"name": "rich", "share": 0.5, "nev_factor": 2.0}, {"name": "poor", "share": 0.5}, income_elasticity=0
    )
    plain = vehicle_demand(spec(income_elasticity=0), town())
    assert vehicle_demand(demand, town()).tolist() == pytest.approx((1.5 * plain).tolist())
    assert demand_steps(demand, town())["segments"].tolist() == [1.5] * 4
    assert demand_parts(demand, town()).iloc[0].tolist() == pytest.approx([2 / 3, 1 / 3])
    given_demand = town().assign(vehicle_demand=[10.0, 20, 30, 40])
    assert vehicle_demand(demand, given_demand).tolist() == [10, 20, 30, 40]


def test_a_part_by_hand() -> None:
    """One zone, 90 vehicles: 2/3 rich, of whom 1/2 buy premium; a mall draws them x 1.5 x 2, a dealer sells none.

    The mall has utility 2, the dealer 4, the rival 3, outside 1, which the rich mind half as much.
    """
    whole = Utilities(
        csr_array([[2.0, 4.0]]), csr_array((1, 0)), csr_array([[3.0]]), np.ones(1), pd.Series([90.0], index=["Z0"])
    )
    demand = spec(
        {"name": "rich", "share": 2 / 3, "attractiveness": {"mall": 1.5}, "outside": 0.5},
        {"name": "poor", "share": 1 / 3},
        lines=(
            {"name": "compact", "share": {"rich": 0.5, "default": 1.0}},
            {"name": "premium", "share": {"rich": 0.5}, "formats": "mall", "attractiveness": {"mall": 2.0}},
        ),
    )
    model = in_parts(demand, town(1).set_axis(["Z0"]), whole, FORMATS[:2], OWN[:0])
    assert model.demand.to_dict() == pytest.approx(
        {("rich", "compact", "Z0"): 30, ("rich", "premium", "Z0"): 30, ("poor", "compact", "Z0"): 30,
         ("poor", "premium", "Z0"): 0}
    )  # fmt: skip
    assert model.options.toarray().tolist() == [[3, 4], [6, 0], [2, 4], [4, 0]]
    assert model.outside.tolist() == [0.5, 0.5, 1, 1]
    both = np.ones(2, dtype=bool)
    assert won(model, both) == pytest.approx(30 * 7 / 10.5 + 30 * 6 / 9.5 + 30 * 6 / 10)
    assert model.mean_by_zone(shares(model, both).network).tolist() == pytest.approx([won(model, both) / 90])


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), st.lists(st.booleans(), min_size=3, max_size=3))
def test_parts_that_nothing_sets_apart_are_the_whole_market(seed: int, plan: list[bool]) -> None:
    demand = spec(POOR, RICH, lines=({"name": "compact", "share": 0.6}, {"name": "premium", "share": 0.4}))
    whole, parts = world(seed, demand)
    is_open = np.array(plan)
    assert len(parts.demand) == 4 * len(whole.demand)
    assert won(parts, is_open) == pytest.approx(won(whole, is_open), rel=1e-9)
    assert parts.by_zone(parts.demand).tolist() == pytest.approx(whole.demand.tolist(), rel=1e-12)
    assert parts.mean_by_zone(shares(parts, is_open).network).tolist() == pytest.approx(
        shares(whole, is_open).network.tolist(), rel=1e-9
    )
    np.testing.assert_allclose(
        parts.matrix_by_zone(shares(parts, is_open).options).toarray(), shares(whole, is_open).options.toarray()
    )


@settings(max_examples=30)
@given(st.integers(0, 2**32 - 1), figures(3), figures(3), figures(1))
def test_a_market_in_parts_is_the_sum_of_a_huff_market_each(seed: int, draw: float, out: float, line: float) -> None:
    """Line by line and segment by segment, by the definition of Huff's shares."""
    factor = {"mall": draw, "default": 1.0}
    demand = spec(
        POOR,
        {**RICH, "attractiveness": factor, "outside": out, "nev_factor": 1.3},
        lines=({"name": "a", "share": line}, {"name": "b", "share": 1 - line, "formats": "dealer"}),
    )
    whole, parts = world(seed, demand)
    people = segment_people(demand, town()) * [1.0, 1.3]
    people = people.div(people.sum(axis=1), axis=0)
    total = 0.0
    for segment, mall, outside in (("poor", 1.0, 1.0), ("rich", draw, out)):
        for share, sells in ((line, (mall, 1.0)), (1 - line, (0.0, 1.0))):
            options = whole.options.toarray() @ np.diag([sells[0], sells[1], sells[0]])
            own = whole.own.toarray() @ np.diag([sells[1], sells[0]])
            inside = options.sum(axis=1) + own.sum(axis=1)
            against = whole.rivals.toarray().sum(axis=1) + outside * whole.outside
            part = np.divide(inside, inside + against, out=np.zeros(4), where=inside + against > 0)
            total += float((whole.demand * people[segment] * share) @ part)
    assert won(parts, np.ones(3, dtype=bool)) == pytest.approx(total, rel=1e-9, abs=1e-9)


@settings(max_examples=30)
@given(figures(0.5), figures(0.5), st.integers(2024, 2028))
def test_steps_multiply_to_the_demand_and_more_penetration_is_never_less(low: float, more: float, year: int) -> None:
    def demand(share: float) -> Demand:
        return spec(POOR, RICH, year=year, nev_share={"2024": low / 2, "2028": share}, online_share=0.1)

    steps = demand_steps(demand(low), town())
    assert vehicle_demand(demand(low), town()).tolist() == pytest.approx(
        np.multiply.reduce(steps.to_numpy(), axis=1).tolist(), rel=1e-12
    )
    assert (vehicle_demand(demand(low + more), town()) >= vehicle_demand(demand(low), town())).all()
