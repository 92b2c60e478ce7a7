"""Level figures: what an objective counts a year is worth what the cash flows are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.finance.cash_flows import cash_flows
from siteplan.finance.costs import annuity_factor, yearly_costs
from siteplan.finance.level_figures import break_even, level_figures
from siteplan.finance.worth import present_value
from tests.examples import examples
from tests.finance.money import money_study, sites_of

WHOLE: dict[str, Any] = {
    "finance": {
        "price": 100_000, "rent_growth": 0.03, "wage_growth": 0.05, "marketing_growth": -0.1, "margin_growth": -0.02,
    },
    "lead_months": 7, "ramp_up": [0.5, 0.8], "salvage_share": 0.15, "payout_guarantee": 20_000, "payout_share": 0.002,
    "marketing_per_vehicle": 40, "capex_paid_by": {"maker": 0.6, "dealer": 0.4},
    "opex_paid_by": {"maker": 0.5, "agent": 0.5}, "brands": 2,
}  # fmt: skip


def test_without_new_keys_they_are_margin_and_yearly_costs_to_the_last_digit() -> None:
    study = money_study(years=7, rate=0.07)
    sites = sites_of(study, 100, 200, capex=1.1e6, rent_cost=2.3e5, wage_cost=3.7e5, other_cost=1e5 / 3)
    figures = level_figures(sites, study)
    assert figures.margin.tolist() == [1_000, 1_000]
    assert figures.fixed.tolist() == yearly_costs(sites, study.plan).tolist()
    assert figures.payout.level(np.array([1e6, 0.0])).tolist() == [0, 0]


@given(st.floats(0, 500), st.sampled_from([0.0, 0.05, 0.3, 1.0]), st.integers(1, 8), st.booleans())
@examples(30)
def test_the_level_result_is_worth_what_the_cash_flows_are(sold: float, rate: float, years: int, new: bool) -> None:
    study = money_study(**WHOLE, years=years, rate=rate)
    sites = sites_of(study, sold, new=new, capex=3e5, rent_cost=2e4, wage_cost=3e4, marketing_cost=1e3, other_cost=500)
    level = level_figures(sites, study).result(np.array([sold]))[0] * annuity_factor(years, rate)
    assert level == pytest.approx(present_value(cash_flows(sites, study).cash, rate)[0], rel=1e-9, abs=1e-4)


def test_margin_fixed_and_payout_by_hand() -> None:
    """Two years without interest. 1,000 a vehicle, 100 of it marketing; half a year to open, so that 75 % are sold.

    Fixed: 75 % of the yearly rent of 800, and half of 1,000 less 40 % salvage a year.
    """
    study = money_study(years=2, rate=0, lead_months=6, marketing_per_vehicle=100, salvage_share=0.4)
    figures = level_figures(sites_of(study, 0, capex=1_000, rent_cost=800), study)
    assert figures.margin == pytest.approx([675])
    assert figures.fixed == pytest.approx([900])


@given(st.floats(0, 600), st.floats(0, 600))
@examples(40)
def test_the_line_below_the_payout_touches_it_and_never_exceeds_it(touch: float, other: float) -> None:
    study = money_study(**WHOLE, years=5)
    payout = level_figures(sites_of(study, 0), study).payout
    slope, fixed = payout.support(np.array([touch]))
    assert fixed + slope * touch == pytest.approx(payout.level(np.array([touch])))
    assert (fixed + slope * other)[0] <= payout.level(np.array([other]))[0] + 1e-6


def test_break_even_by_hand() -> None:
    """Margin 1,000, rent 60,000, no capex. Without payouts: 60 vehicles.

    A guarantee of 30,000 makes it 90, as long as the share of 200 a vehicle does not exceed it: 18,000 at 90. With 500
    a vehicle the share exceeds it from 60 on: 60,000 / (1,000 - 500) = 120.
    """
    for share, least in ((0.0, 60), (0.002, 90), (0.005, 120)):
        guarantee = 30_000 if share else 0
        study = money_study({"price": 100_000}, payout_guarantee=guarantee, payout_share=share)
        figures = level_figures(sites_of(study, 0, rent_cost=60_000), study)
        assert break_even(figures) == pytest.approx([least])


def test_break_even_is_zero_where_other_income_pays_and_nowhere_where_every_vehicle_costs() -> None:
    study = money_study({"price": 100_000}, payout_share=0.02)  # 2,000 of a margin of 1,000
    figures = level_figures(sites_of(study, 0, 0, rent_cost=500), study)
    assert break_even(figures, np.array([500.0, 499.0])) == pytest.approx([0, np.nan], nan_ok=True)


@given(st.floats(0, 3e5), st.integers(1, 6))
@examples(40)
def test_nothing_is_earned_at_break_even_and_less_before(rent: float, years: int) -> None:
    study = money_study(**WHOLE, years=years)
    figures = level_figures(sites_of(study, 0, capex=1e5, rent_cost=rent), study)
    least = break_even(figures)
    assert figures.result(least) == pytest.approx([0], abs=1e-5)
    assert figures.result(least * 0.99)[0] < 0
