"""Cash flows year by year, against sums done by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.finance.cash_flows import COSTS, cash_flows
from siteplan.finance.cost_stack import cost_stack
from siteplan.finance.returns import cost_per_vehicle
from siteplan.finance.timing import timing
from siteplan.study.format_spec import PAYERS
from tests.examples import examples
from tests.finance.money import money_study, sites_of


def test_a_site_sells_by_the_months_that_it_is_open_and_by_its_ramp() -> None:
    """Six months to open, half of mature sales in the first year of operation, 120 a year then.

    Year 1: 6 months at 5 vehicles. Year 2: 6 at 5 and 6 at 10. Year 3: 12 at 10.
    """
    study = money_study(lead_months=6, ramp_up=[0.5])
    flows = cash_flows(sites_of(study, 120), study)
    assert flows.vehicles[0] == pytest.approx([0, 30, 90, 120])
    assert flows.lines["margin"][0] == pytest.approx([0, 30_000, 90_000, 120_000])
    assert timing(sites_of(study, 120), study).is_open[0] == pytest.approx([0.5, 1, 1])


def test_a_site_decided_on_in_a_late_phase_sells_from_when_it_opens() -> None:
    """Decided on after 19 months, 5 to open: nothing for two years, then all, without a ramp-up to ask of before."""
    study = money_study(lead_months=5)
    sites = sites_of(study, 120).assign(decided=19)
    assert cash_flows(sites, study).vehicles[0] == pytest.approx([0, 0, 0, 120])


def test_a_ramp_may_have_years_and_exceed_the_mature_one() -> None:
    study = money_study(ramp_up=[0.4, 1.2])
    assert cash_flows(sites_of(study, 100), study).vehicles[0] == pytest.approx([0, 40, 120, 100])


def test_what_stands_is_mature_from_the_first_month_and_paid_for() -> None:
    study = money_study(lead_months=6, ramp_up=[0.5], salvage_share=0.5)
    flows = cash_flows(sites_of(study, 120, new=False, capex=1e6, rent_cost=12), study)
    assert flows.vehicles[0] == pytest.approx([0, 120, 120, 120])
    assert flows.lines["rent_cost"][0] == pytest.approx([0, 12, 12, 12])
    assert not flows.lines["capex"].any()
    assert not flows.lines["salvage"].any()


def test_each_line_grows_by_its_own_rate_from_the_second_year_on() -> None:
    """100 of each: rent by 10 %, wages by 20 %, energy by -50 %, marketing by 100 %, margin by -10 %, others never.

    3 is spent on marketing for each of the 10 vehicles, which grows with marketing: 130, 260, 520.
    """
    rates = {"rent": 0.1, "wage": 0.2, "energy": -0.5, "marketing": 1.0, "margin": -0.1}
    study = money_study({f"{line}_growth": rate for line, rate in rates.items()}, marketing_per_vehicle=3)
    hundred = dict.fromkeys(("rent_cost", "wage_cost", "energy_cost", "marketing_cost", "other_cost"), 100.0)
    lines = cash_flows(sites_of(study, 10, **hundred), study).lines
    by_hand = {
        "rent_cost": [100, 110, 121], "wage_cost": [100, 120, 144], "energy_cost": [100, 50, 25],
        "marketing_cost": [130, 260, 520], "other_cost": [100, 100, 100], "margin": [10_000, 9_000, 8_100],
    }  # fmt: skip
    for line, years in by_hand.items():
        assert lines[line][0, 1:] == pytest.approx(years), line


def test_running_cost_begins_with_the_month_of_opening() -> None:
    """Nine months to open: a quarter of the first year's rent, and of a guarantee."""
    study = money_study(lead_months=9, payout_guarantee=400)
    lines = cash_flows(sites_of(study, 0, rent_cost=1_000), study).lines
    assert lines["rent_cost"][0] == pytest.approx([0, 250, 1_000, 1_000])
    assert lines["payout"][0] == pytest.approx([0, 100, 400, 400])


@pytest.mark.parametrize(("sold", "paid"), [(10, 30_000), (30, 30_000), (40, 40_000)])
def test_the_payout_is_the_larger_of_guarantee_and_share(sold: float, paid: float) -> None:
    """1 % of 100,000 is 1,000 a vehicle: 30 of them reach the guarantee of 30,000."""
    study = money_study({"price": 100_000}, payout_guarantee=30_000, payout_share=0.01)
    assert cash_flows(sites_of(study, sold), study).lines["payout"][0] == pytest.approx([0, paid, paid, paid])


def test_the_payout_is_settled_year_by_year() -> None:
    """Half of 40 vehicles in the first year are below the guarantee, and 40 above it in the next."""
    study = money_study({"price": 100_000}, payout_guarantee=30_000, payout_share=0.01, ramp_up=[0.5])
    assert cash_flows(sites_of(study, 40), study).lines["payout"][0] == pytest.approx([0, 30_000, 40_000, 40_000])


def test_partners_get_their_share_of_what_charging_and_service_earn() -> None:
    """500 visits at 200; 10 sessions of 25 kWh a day at 0.4: 36,500 a year. A quarter of both goes to the partner."""
    study = money_study({"service_margin": 200, "charging_margin": 0.4}, revenue_share=0.25)
    lines = cash_flows(sites_of(study, 0, visits=500, sessions=10), study).lines
    assert lines["service_income"][0] == pytest.approx([0, 100_000, 100_000, 100_000])
    assert lines["charging_income"][0] == pytest.approx([0, 36_500, 36_500, 36_500])
    assert lines["partner_share"][0, 1] == pytest.approx(34_125)


def test_capex_is_spent_today_and_salvage_comes_at_the_end() -> None:
    """The maker pays 30 % of 1 m, and gets back 20 % of that; all together 1 m and 200,000."""
    study = money_study(salvage_share=0.2, capex_paid_by={"maker": 0.3, "dealer": 0.7})
    maker, everybody = (cash_flows(sites_of(study, 0, capex=1e6), study, everybody=of) for of in (False, True))
    assert maker.cash[0] == pytest.approx([-3e5, 0, 0, 6e4])
    assert everybody.cash[0] == pytest.approx([-1e6, 0, 0, 2e5])


def test_profit_is_income_less_costs_and_payouts_are_nothing_to_all_together() -> None:
    """100 vehicles earn 100,000; 40 % of a rent of 50,000 is the maker's, who pays out 30,000 as well."""
    study = money_study(payout_guarantee=30_000, opex_paid_by={"maker": 0.4, "dealer": 0.6}, revenue_share=0.5)
    sites = sites_of(study, 100, rent_cost=50_000)
    assert cash_flows(sites, study).profit[0, 1:] == pytest.approx([50_000] * 3)
    assert cash_flows(sites, study, everybody=True).profit[0, 1:] == pytest.approx([50_000] * 3)
    assert cash_flows(sites, study).lines["payout"][0, 1] == 30_000
    assert cash_flows(sites, study, everybody=True).lines["rent_cost"][0, 1] == 50_000


@given(st.lists(st.integers(0, 100), min_size=6, max_size=6).filter(any), st.integers(1, 4))
@examples(40)
def test_the_shares_of_all_payers_add_up_to_the_whole(weights: list[int], brands: int) -> None:
    """Each payer in turn is the maker: their parts, and those of the other brands, sum to what all pay."""
    shares = {payer: weight / sum(weights) for payer, weight in zip(PAYERS, weights, strict=True)}
    parts = []
    for payer in PAYERS:
        turned = {"maker": shares[payer], payer: shares["maker"]} if payer != "maker" else {}
        study = money_study(capex_paid_by={**shares, **turned}, brands=brands)
        parts.append(cash_flows(sites_of(study, 0, capex=1e6), study).lines["capex"][0, 0] * brands)
    assert sum(parts) == pytest.approx(1e6)


def test_the_stack_without_ramp_lead_and_growth_is_the_cost_per_vehicle() -> None:
    study = money_study(years=5, rate=0.08)
    flows = cash_flows(sites_of(study, 100, 0, capex=1e6, rent_cost=2e5, wage_cost=3e5), study)
    stack = cost_stack(flows, 0.08)
    assert sum(stack.values())[0] == pytest.approx(cost_per_vehicle(1e6, 5e5, 100, 5, 0.08))
    assert stack["rent_cost"][0] == pytest.approx(2_000)
    assert np.isnan(sum(stack.values())[1])  # nothing is sold


def test_the_stack_by_hand() -> None:
    """Two years without interest: 10 and 20 vehicles; 600 of capex, 300 of it got back; 90 of rent a year, 5 a vehicle.

    300 / 30 + 180 / 30 + 150 / 30 = 10 + 6 + 5.
    """
    study = money_study(years=2, rate=0, salvage_share=0.5, ramp_up=[0.5], marketing_per_vehicle=5)
    stack = cost_stack(cash_flows(sites_of(study, 20, capex=600, rent_cost=90), study), 0)
    told = {line: float(cost[0]) for line, cost in stack.items() if cost[0]}
    assert told == pytest.approx({"capex": 10, "rent_cost": 6, "marketing_cost": 5})


def test_a_total_is_the_sum_of_its_sites() -> None:
    study = money_study(payout_guarantee=10, ramp_up=[0.5])
    flows = cash_flows(sites_of(study, 10, 20, 30, capex=5), study)
    some = flows.total(np.array([True, False, True]))
    assert some.vehicles[0] == pytest.approx([0, 20, 40, 40])
    assert flows.total().cash.sum() == pytest.approx(flows.cash.sum())
    assert set(COSTS) < set(some.lines)
