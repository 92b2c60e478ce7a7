"""Vehicles a year from people."""

import pytest

from siteplan.study import Demand
from siteplan.tradearea.demand import vehicle_demand
from tests.markets import zones


def test_persons_times_cars_times_nev_share_less_online() -> None:
    town = zones([113, 113], [22, 22], [1000, 2000]).assign(tier=["1", "3"])
    spec = Demand(cars_per_1000_persons=20, nev_share={"1": 0.5, "default": 0.25}, online_share=0.1)
    assert vehicle_demand(spec, town).tolist() == pytest.approx([1 * 20 * 0.5 * 0.9, 2 * 20 * 0.25 * 0.9])


def test_income_counts_against_the_mean_person_and_a_gap_counts_as_the_mean() -> None:
    town = zones([113] * 3, [22] * 3, [3000, 1000, 500]).assign(income=[40_000.0, 80_000.0, float("nan")])
    spec = Demand(cars_per_1000_persons=10, nev_share=1.0, income_elasticity=2)
    assert vehicle_demand(spec, town).tolist() == pytest.approx([30 * 0.8**2, 10 * 1.6**2, 5.0])


def test_demand_that_is_given_is_used_as_it_is() -> None:
    town = zones([113], [22], [1000]).assign(vehicle_demand=[77.0])
    assert vehicle_demand(Demand(), town).tolist() == [77.0]
