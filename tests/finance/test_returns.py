"""What a network costs and returns."""

import pytest

from siteplan.finance.returns import annuity_factor, cost_per_vehicle, net_present_value


def test_npv_equals_the_sum_of_discounted_years() -> None:
    by_hand = -100 + sum(30 / 1.08**year for year in range(1, 6))
    assert net_present_value(100, 30, 5, 0.08) == pytest.approx(by_hand)


def test_without_interest_a_year_is_a_year() -> None:
    assert annuity_factor(5, 0) == 5
    assert annuity_factor(5, 1e-9) == pytest.approx(5)


def test_cost_per_vehicle_spreads_capex_over_the_years() -> None:
    assert cost_per_vehicle(capex=500, opex=40, vehicles=10, years=5, rate=0) == 14
    assert cost_per_vehicle(500, 40, 0, 5, 0) != cost_per_vehicle(500, 40, 0, 5, 0)  # NaN: nothing is sold
