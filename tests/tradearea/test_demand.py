"""Vehicles a year from people."""

import numpy as np
import pytest

from siteplan.study.demand_spec import Demand
from siteplan.tradearea.demand import charging_demand, demand_steps, nev_stock, service_demand, vehicle_demand
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


YEARS = {"2024": {"1": 0.4, "default": 0.2}, "2028": {"1": 0.8, "default": 0.6}}


def test_each_step_of_a_zone_is_told_and_they_multiply_to_its_demand() -> None:
    """10,000 people own 2,000 cars; 1/10 + 2 % are bought anew: 240; in 2025 30 % are NEVs, 10 % go online."""
    spec = Demand(
        year=2025, ownership_per_1000_persons=200, replacement_years=10, stock_growth=0.02, nev_share=YEARS,
        online_share={"2024": 0.0, "2026": 0.2},
    )  # fmt: skip
    town = zones([113], [22], [10_000]).assign(tier="3", income=50_000.0)
    steps = demand_steps(spec, town)
    assert steps.iloc[0].to_dict() == pytest.approx(
        {"persons": 10_000, "owned": 0.2, "replaced": 0.12, "new_energy": 0.3, "income": 1.0, "offline": 0.9}
    )
    assert vehicle_demand(spec, town).tolist() == pytest.approx([240 * 0.3 * 0.9], rel=1e-12)


def test_cars_can_be_counted_by_households() -> None:
    town = zones([113], [22], [10_000]).assign(households=4000.0)
    spec = Demand(cars_per_household=0.5, replacement_years=8, nev_share=1.0)
    assert demand_steps(spec, town).iloc[0, :3].tolist() == [4000, 0.5, 1 / 8]
    assert vehicle_demand(spec, town).tolist() == pytest.approx([250.0])


def test_cars_owned_and_cars_bought_say_the_same_at_the_same_turnover() -> None:
    town = zones([113, 113], [22, 22], [10_000, 400]).assign(tier=["1", "3"])
    bought = Demand(cars_per_1000_persons=16, replacement_years=12.5)
    owned = Demand(ownership_per_1000_persons=200, replacement_years=12.5)
    assert vehicle_demand(bought, town).tolist() == pytest.approx(vehicle_demand(owned, town).tolist(), rel=1e-12)
    assert charging_demand(bought, town).tolist() == pytest.approx(charging_demand(owned, town).tolist(), rel=1e-12)


def test_charging_sessions_and_service_visits_come_from_the_cars_in_use() -> None:
    """10,000 people own 2,000 cars, 200 of them new-energy; 0.25 sessions each a day, half of them in public: 25."""
    spec = Demand(
        ownership_per_1000_persons=200, nev_stock_share=0.1, sessions_per_vehicle_day=0.25, public_charging_share=0.5,
        own_stock_share=0.2, service_visits=1.5,
    )  # fmt: skip
    town = zones([113, 113], [22, 22], [10_000, 10_000]).assign(charging_demand=[np.nan, 7.0], owners=[np.nan, 100.0])
    assert nev_stock(spec, town).tolist() == pytest.approx([200, 200])
    assert charging_demand(spec, town).tolist() == pytest.approx([25, 7])
    assert service_demand(spec, town).tolist() == pytest.approx([60, 150])
