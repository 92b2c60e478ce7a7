"""Access to charging: E2SFCA by hand, its law, and what one more station changes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array

from siteplan.charging.charging_access import access, catchment_weights, supply_ratios, unmet
from siteplan.charging.charging_capture import gap_closed, sessions_won
from siteplan.charging.charging_supply import option_supply, station_supply
from siteplan.study import TradeArea
from siteplan.study.charging_spec import Charging
from siteplan.travel.matrix import matrix_from_pairs
from tests.examples import examples

STEPS = Charging(weights="steps", minutes=30)
DEMAND = pd.Series([100.0, 200.0, 50.0], index=["a", "b", "c"])
SUPPLY = pd.Series([120.0, 60.0], index=["s", "t"])


def minutes(rows: list[list[float]]) -> csr_array:
    """Minutes as the travel matrix keeps them: what is infinite is not stored, what is 0 is."""
    dense = np.array(rows)
    i, j = np.nonzero(np.isfinite(dense))
    return matrix_from_pairs(i, j, dense[i, j], dense.shape)


def by_hand() -> csr_array:
    """Three zones, two stations, bands of ten minutes: 1, 0.68, 0.22; the third zone cannot reach the first station."""
    limits = np.full(3, 30.0)
    return catchment_weights(STEPS, TradeArea(), minutes([[5, 25], [15, 8], [np.inf, 12]]), limits)


def test_three_zones_and_two_stations_by_hand() -> None:
    weights = by_hand()
    assert weights.toarray().tolist() == [[1, 0.22], [0.68, 1], [0, 0.68]]
    # s: 120 / (100 + 0.68 x 200) = 120 / 236; t: 60 / (0.22 x 100 + 200 + 0.68 x 50) = 60 / 256
    assert supply_ratios(weights, SUPPLY, DEMAND).to_dict() == pytest.approx({"s": 120 / 236, "t": 60 / 256})
    found = access(weights, SUPPLY, DEMAND)
    assert found.to_dict() == pytest.approx({"a": 0.560037076, "b": 0.580137712, "c": 0.159375})
    assert found @ DEMAND == pytest.approx(180, abs=1e-9)
    assert unmet(found, DEMAND).to_dict() == pytest.approx({"a": 43.9962924, "b": 83.9724576, "c": 42.03125})
    # With 0.5 sessions enough for each asked, two zones lack nothing.
    assert unmet(found, DEMAND, 0.5).to_dict() == pytest.approx({"a": 0, "b": 0, "c": 50 * (1 - 0.31875)})


def test_what_one_more_station_wins_by_hand() -> None:
    weights = csr_array([[1.0], [0], [0.22]])
    option = pd.Series([40.0], index=["o"])
    there = by_hand() @ SUPPLY.to_numpy()  # 133.2, 141.6, 40.8
    won = sessions_won(weights, option, DEMAND, there, np.array([True]))
    assert won["o"] == pytest.approx(100 * 40 / 173.2 + 0.22 * 50 * 8.8 / 49.6)
    # Its 40 sessions fall where access stays below 1, so that all of them close the gap.
    assert gap_closed(weights, option, DEMAND, access(by_hand(), SUPPLY, DEMAND))["o"] == pytest.approx(40)


def test_a_station_of_today_wins_its_part_of_today_and_adds_nothing() -> None:
    weights = csr_array([[1.0], [0.68], [0]])
    own, there = pd.Series([120.0], index=["s"]), by_hand() @ SUPPLY.to_numpy()
    won = sessions_won(weights, own, DEMAND, there, np.array([False]))
    # 100 x 120 / 133.2 + 0.68 x 200 x 81.6 / 141.6 = 168 come, and it can serve 120
    assert won["s"] == 120
    half = sessions_won(weights, own, DEMAND * 0.5, there, np.array([False]))
    assert half["s"] == pytest.approx(50 * 120 / 133.2 + 0.68 * 100 * 81.6 / 141.6)


def test_nobody_wins_more_than_it_can_give() -> None:
    won = sessions_won(csr_array([[1.0]]), pd.Series([7.0]), pd.Series([1e6]), np.zeros(1), np.array([True]))
    assert won.tolist() == [7]


towns = st.tuples(st.integers(0, 10_000), st.integers(1, 12), st.integers(1, 8))
kinds = st.sampled_from(["gaussian", "steps", "decay"])


def town(seed: int, n_zones: int, n_stations: int, kind: str) -> tuple[csr_array, pd.Series, pd.Series]:
    """A random town; some pairs out of reach, some zones without demand."""
    rng = np.random.default_rng(seed)
    away = rng.uniform(0, 40, (n_zones, n_stations))
    away[rng.random(away.shape) < 0.3] = np.inf
    demand = rng.uniform(0, 100, n_zones) * (rng.random(n_zones) < 0.8)
    spec = Charging(weights=kind)  # type: ignore[arg-type]
    weights = catchment_weights(spec, TradeArea(), minutes(away.tolist()), rng.uniform(5, 40, n_zones))
    return weights, pd.Series(rng.uniform(0, 50, n_stations)), pd.Series(demand)


@examples(60)
@given(towns, kinds)
def test_supply_is_conserved(size: tuple[int, int, int], kind: str) -> None:
    """Whatever the weights: what stations with any demand in reach can give is what zones get."""
    weights, supply, demand = town(*size, kind)
    in_reach = (weights.T @ demand.to_numpy()) > 0
    assert access(weights, supply, demand) @ demand == pytest.approx(supply[in_reach].sum(), rel=1e-9, abs=1e-9)


@examples(60)
@given(towns, kinds)
def test_weights_lie_between_0_and_1_and_fall_with_minutes(size: tuple[int, int, int], kind: str) -> None:
    spec = Charging(weights=kind)  # type: ignore[arg-type]
    ways = np.sort(np.random.default_rng(size[0]).uniform(0, 30, 20))
    weights = catchment_weights(spec, TradeArea(), minutes([ways.tolist()]), np.array([20.0])).toarray()[0]
    assert ((weights >= 0) & (weights <= 1)).all()
    assert (np.diff(weights) <= 1e-12).all()
    assert (weights[ways > 20] == 0).all()


@examples(40)
@given(towns, kinds)
def test_gap_closed_is_the_gap_before_less_the_gap_after(size: tuple[int, int, int], kind: str) -> None:
    """Another station leaves the ratios of the others, so the short way equals E2SFCA run again with it."""
    weights, supply, demand = town(*size, kind)
    today, first = weights[:, 1:], weights[:, [0]]
    if today.shape[1] == 0:
        return
    before = access(today, supply[1:], demand)
    again = unmet(before, demand).sum() - unmet(access(weights, supply, demand), demand).sum()
    closed = gap_closed(first, supply[:1], demand, before)
    assert closed.iloc[0] == pytest.approx(again, abs=1e-9)
    assert -1e-9 <= closed.iloc[0] <= supply.iloc[0] + 1e-9


@examples(40)
@given(towns, kinds)
def test_more_stations_leave_less_to_win(size: tuple[int, int, int], kind: str) -> None:
    weights, supply, demand = town(*size, kind)
    one, adds = weights[:, [0]], np.array([True])
    alone = sessions_won(one, supply[:1], demand, np.zeros(len(demand)), adds)
    beside = sessions_won(one, supply[:1], demand, weights @ supply.to_numpy(), adds)
    assert 0 <= beside.iloc[0] <= alone.iloc[0] + 1e-9
    assert alone.iloc[0] <= supply.iloc[0] + 1e-9


def test_a_zone_at_the_door_counts_whole_and_one_at_the_edge_by_its_band() -> None:
    edge = minutes([[0, 10, 20, 30, 30.01]])
    limits = np.array([30.0])
    assert catchment_weights(STEPS, TradeArea(), edge, limits).toarray().tolist() == [[1, 1, 0.68, 0.22, 0]]
    smooth = catchment_weights(Charging(), TradeArea(), edge, limits).toarray()[0]
    middle = (np.exp(-2 / 9) - np.exp(-0.5)) / (1 - np.exp(-0.5))
    assert smooth.tolist() == pytest.approx([1, (np.exp(-1 / 18) - np.exp(-0.5)) / (1 - np.exp(-0.5)), middle, 0, 0])


def test_supply_by_power_then_by_piles_then_by_the_format() -> None:
    spec = Charging(sessions_per_pile_day=5, kwh_per_session=25, utilisation=0.15, piles={"hub": 20.0, "default": 10.0})
    sites = pd.DataFrame({"kw": [1000, np.nan, np.nan], "piles": [12, 12, np.nan], "format": ["hub", "hub", "hub"]})
    # 1000 kW x 0.15 x 24 h / 25 kWh = 144; 12 piles x 5 = 60; 20 piles x 5 = 100
    assert station_supply(spec, sites).tolist() == pytest.approx([144, 60, np.nan], nan_ok=True)
    assert option_supply(spec, sites).tolist() == pytest.approx([144, 60, 100])
    assert option_supply(spec, sites[["format"]].assign(format="stall")).tolist() == [50, 50, 50]
