"""Who pays what of a site: payers sum, line by line, to all who pay together."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from siteplan.evaluate.who_pays import who_pays
from siteplan.finance.cash_flows import cash_flows
from siteplan.finance.payers import payer_flows
from tests.finance.money import money_study, sites_of

DEALER: dict[str, Any] = {
    "ownership": "dealer", "capex_paid_by": {"maker": 0.4, "dealer": 0.6}, "opex_paid_by": "dealer",
    "payout_share": 0.05, "salvage_share": 0.1,
}  # fmt: skip


def test_a_dealer_by_hand() -> None:
    """100 vehicles at 20,000: 5 % of 2 m is paid out, 100,000 a year; staff costs him 70,000, opening 60 of 100,000.

    Salvage is a tenth of his 60,000. The maker: 100,000 margin less 100,000 payout, 40,000 to open and 4,000 back.
    """
    study = money_study({"price": 20_000}, **DEALER)
    sites = sites_of(study, 100, capex=100_000, wage_cost=70_000)
    flows = payer_flows(sites, study)
    assert list(flows) == ["maker", "dealer"]
    assert flows["dealer"].cash[0].tolist() == pytest.approx([-60_000, 30_000, 30_000, 36_000])
    assert flows["maker"].cash[0].tolist() == pytest.approx([-40_000, 0, 0, 4_000])


@pytest.mark.parametrize(
    "spec",
    [
        DEALER,
        {"ownership": "partner", "capex_paid_by": {"maker": 0.5, "partner": 0.2, "agent": 0.3},
         "opex_paid_by": {"partner": 0.5, "agent": 0.5}, "revenue_share": 0.4},
        {"brands": 3, "marketing": 5_000, "marketing_per_vehicle": 20},
        {"ownership": "dealer", "payout_guarantee": 30_000},
    ],
)  # fmt: skip
def test_payers_sum_to_all_line_by_line(spec: dict[str, Any]) -> None:
    study = money_study({"price": 20_000, "service_margin": 50, "wage_growth": 0.05}, **spec)
    sites = sites_of(study, 100, 7, capex=90_000, wage_cost=70_000, marketing_cost=5_000, visits=300, closing=2_000)
    flows, everybody = payer_flows(sites, study), cash_flows(sites, study, everybody=True)
    assert len(flows) > 1
    for line, whole in everybody.lines.items():
        assert np.sum([flow.lines[line] for flow in flows.values()], axis=0) == pytest.approx(whole), line


def test_the_table_adds_up_over_payers_and_purposes() -> None:
    """Costs per vehicle are by all vehicles, so that they add up, too; a site that sells nothing is not in "sales"."""
    study = money_study({"price": 20_000}, **DEALER)
    idle = study.formats["shop"].model_copy(update={"functions": ("charging",), "payout_share": 0.0})
    study = study.model_copy(update={"formats": {**study.formats, "charger": idle}})
    sites = sites_of(study, 100, 0, capex=50_000, wage_cost=20_000).assign(closed=False, format=["shop", "charger"])
    table = who_pays(sites.iloc[:1], sites, study).set_index(["network", "purpose", "payer"])
    money = ["capex", "income", "opex", "result", "npv", "cost_per_vehicle"]
    plan = table.loc["plan"]
    assert sorted(set(plan.index.get_level_values("purpose"))) == ["all", "charging", "sales"]
    parts = plan.loc["sales"][money] + plan.loc["charging"][money]
    assert parts.to_numpy() == pytest.approx(plan.loc["all"][money].to_numpy())
    whole = plan.loc["all"]
    assert whole.loc["company", "npv"] + whole.loc["dealer", "npv"] == pytest.approx(whole.loc["all", "npv"])
    assert plan.loc[("charging", "all"), "opex"] == pytest.approx(20_000)
    assert table.loc[("today", "all", "all"), "sites"] == 1
