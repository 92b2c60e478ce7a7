"""The business case of a plan: what sites bring adds up to the plan, for the maker and for all who pay."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.business_case import WORTH
from siteplan.finance.worth import present_value
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.pipeline import lay_groundwork
from siteplan.present.tables.money_tables import MONEY_LINES, business_dict, cash_flow_table
from siteplan.study import Study
from tests.worlds import tiny_market, tiny_plan, tiny_selection, tiny_study

FINANCE = {"price": 150_000, "service_margin": 80, "rent_growth": 0.03, "wage_growth": 0.04, "margin_growth": -0.01}
DEALER = {
    "ownership": "dealer", "capex_paid_by": {"maker": 0.25, "dealer": 0.75}, "opex_paid_by": "dealer", "lead_months": 9,
    "ramp_up": [0.6], "salvage_share": 0.1, "payout_share": 0.03, "payout_guarantee": 2.4e6, "revenue_share": 0.5,
}  # fmt: skip


THREE = ("C1:mall", "C3:dealer", "C6:dealer")


def planned(dealer: dict[str, Any], finance: dict[str, Any], opened: tuple[str, ...] = THREE, **keep: str) -> Plan:
    """The plan of these sites in the two cities, dealers of another kind; today's sites may change as `keep` says."""
    raw = tiny_study().model_dump(exclude_unset=True)
    raw["formats"]["dealer"] |= dealer
    study, market = Study.model_validate({**raw, "finance": finance}), tiny_market()
    own = market.facilities.assign(keep=[keep.get(site, "") for site in market.facilities.index])
    ground = lay_groundwork(study, replace(market, facilities=own) if keep else market)
    return evaluate(Answer.of(ground, tiny_selection(ground, opened)))


@pytest.fixture(scope="module")
def dealers() -> Plan:
    return planned(DEALER, FINANCE)


def test_what_new_sites_are_worth_adds_up_to_the_plan() -> None:
    """Nothing is paid out, and no cap holds: what the sites displace is all that today's sites earn less."""
    plan = tiny_plan()
    assert plan.sites["npv"].sum() == pytest.approx(plan.kpis.npv)
    assert plan.kpis.npv == pytest.approx(plan.business.worth["company"].npv)
    assert plan.kpis.cost_per_vehicle == pytest.approx(plan.business.worth["company"].cost_per_vehicle)


def test_a_candidate_may_have_the_id_of_a_site_that_stays() -> None:
    """C1 is called F1 as well: nothing of either is counted for the other."""
    market = tiny_market()
    ground = lay_groundwork(tiny_study(), replace(market, candidates=market.candidates.rename(index={"C1": "F1"})))
    plan = evaluate(Answer.of(ground, tiny_selection(ground, ("F1:mall", "C3:dealer", "C6:dealer"))))
    same = tiny_plan().sites
    assert plan.sites["npv"].tolist() == pytest.approx(same["npv"].tolist())
    assert plan.sites["npv"].sum() == pytest.approx(plan.kpis.npv)


def test_so_does_what_a_closed_and_a_converted_site_change() -> None:
    """F1 and F2 close, which costs 400,000 once for the dealer F2; and no guarantee is paid for it then."""
    plan = planned({"closing_cost": 4e5, "payout_guarantee": 1e5}, {}, F1="closable", F2="closable")
    assert plan.facilities.set_index("site_id")["change"].to_dict() == {"F1": "closed", "F2": "closed"}
    case = plan.business
    closed = case.sites[case.sites["change"] == "closed"]
    assert list(closed["site_id"]) == ["F1", "F2"]
    assert case.flows["company"].cash[closed.index].tolist() == [[0] * 6, [-4e5, 0, 0, 0, 0, 0]]
    change = case.change("company")
    assert change[0] == pytest.approx(-plan.kpis.capex)
    assert plan.kpis.npv == pytest.approx(float(present_value(change, 0.08)))


def test_a_converted_site_takes_the_place_of_what_it_was() -> None:
    """F1, a mall, becomes a dealer: what the mall earned is displaced, and what it takes of others with it."""
    plan = planned({}, {}, opened=("F1:dealer", "F2:dealer"), F1="convertible", F2="convertible")
    assert plan.facilities.set_index("site_id")["change"].to_dict() == {"F1": "converted", "F2": "kept"}
    assert plan.facilities.set_index("site_id").loc["F1", "npv"] == pytest.approx(plan.kpis.npv)


def test_sites_add_up_to_formats_tiers_and_plan(dealers: Plan) -> None:
    table = cash_flow_table(dealers)
    money = ["sold", *MONEY_LINES]
    sums = {
        scope: table[table["scope"] == scope].groupby(["payer", "year"])[money].sum().to_numpy()
        for scope in ("site", "format", "tier", "plan")
    }
    for scope in ("format", "tier", "plan"):
        assert sums[scope] == pytest.approx(sums["site"], abs=1e-3)
    income = table[["margin", "service_income", "charging_income"]].sum(axis=1)
    costs = table[["payout", "partner_share", *[c for c in table if str(c).endswith("_cost")]]].sum(axis=1)
    assert (income - costs).to_numpy() == pytest.approx(table["profit"].to_numpy(), abs=1e-3)
    assert (table["profit"] - table["capex"] + table["salvage"]).to_numpy() == pytest.approx(
        table["cash"].to_numpy(), abs=1e-3
    )


def test_the_file_gives_the_figures_of_the_plan_again(dealers: Plan) -> None:
    """NPV of the change, and of a site: cash less displaced, each year's at its end."""
    table, worth = cash_flow_table(dealers), business_dict(dealers)
    factors = 1.08 ** -np.arange(6.0)
    for payer in ("company", "all"):
        change = table[(table["scope"] == "change") & (table["payer"] == payer)]["cash"].to_numpy()
        assert change @ factors == pytest.approx(worth[payer]["npv"])
        assert change == pytest.approx(np.array(worth[payer]["cash"]))
    c3 = table[(table["of"] == "C3") & (table["payer"] == "company")]
    net = (c3["cash"] - c3["displaced"]).to_numpy()
    assert net @ factors == pytest.approx(dealers.sites.set_index("site_id").loc["C3", "npv"])


def test_dealers_pay_their_part_and_get_a_payout(dealers: Plan) -> None:
    """C3 costs 2 m and 2,500 m2 x 2,000 = 7 m to open, of which the maker pays a quarter and gets a tenth back.

    Nine months to open: 3 of 12 at 60 % of mature sales, some 740 a year, in the first year; the payout is a quarter of
    the guarantee then, since 3 % of 150,000 on 15 % of these are less, and that share later.
    """
    table = cash_flow_table(dealers)
    c3 = table[table["of"] == "C3"].set_index(["payer", "year"])
    assert c3.loc[("company", 0), "capex"] == pytest.approx(1.75e6)
    assert c3.loc[("all", 0), "capex"] == pytest.approx(7e6)
    assert c3.loc[("company", 5), "salvage"] == pytest.approx(1.75e5)
    sold = dealers.sites.set_index("site_id").loc["C3", "capture"]
    assert c3.loc[("company", 1), "sold"] == pytest.approx(0.15 * sold)
    assert c3.loc[("company", 1), "payout"] == pytest.approx(6e5)
    assert c3.loc[("company", 3), "payout"] == pytest.approx(4_500 * sold)
    assert c3.loc[("company", 3), "wage_cost"] == 0
    assert c3.loc[("all", 3), "wage_cost"] == pytest.approx(35 * 9e4 * 1.04**2)
    assert c3.loc[("all", 3), "payout"] == 0


def test_owners_go_to_the_nearest_service_site(dealers: Plan) -> None:
    """Every visit of those in reach is counted once, at 80 each; half of it is the dealer's."""
    ground = lay_groundwork(dealers.study, dealers.market)
    is_open = ground.options.index.isin(["C1:mall", "C3:dealer", "C6:dealer"])
    sites = Network(ground, is_open).sites.set_index("site_id")
    assert sites.loc[["C1", "F1"], "visits"].tolist() == [0, 0]  # malls serve nobody
    assert (sites.loc[["C3", "C6", "F2"], "visits"] > 0).all()
    everywhere = Network(ground, ground.stands).sites.set_index("site_id")["visits"]
    assert everywhere["F2"] == pytest.approx(sites["visits"].sum())  # alone it serves all of them
    c3 = cash_flow_table(dealers).query("of == 'C3' and payer == 'company' and year == 5").iloc[0]
    assert c3["service_income"] == pytest.approx(80 * sites.loc["C3", "visits"])
    assert c3["partner_share"] == pytest.approx(40 * sites.loc["C3", "visits"])


def test_figures_stand_beside_every_site_that_the_plan_decides_on(dealers: Plan) -> None:
    assert set(WORTH) <= set(dealers.sites.columns)
    mall = dealers.sites.set_index("site_id").loc["C1"]
    assert mall["sales_per_m2"] == pytest.approx(mall["capture"] / 200)
    assert mall["sales_per_head"] == pytest.approx(mall["capture"] / 10)
    stack = business_dict(dealers)["company"]
    assert sum(stack["cost_stack"].values()) == pytest.approx(stack["cost_per_vehicle"])
    assert dealers.kpis.cost_per_vehicle == pytest.approx(stack["cost_per_vehicle"])
    assert isinstance(cash_flow_table(dealers), pd.DataFrame)
