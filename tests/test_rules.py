"""Each kind of rule from study.toml to the plan of the template study, counted anew from what opens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest
from pyproj import Geod

from siteplan.data import read_market, read_study, revised_plan
from siteplan.errors import NoPlanError
from siteplan.evaluate import Plan, evaluate
from siteplan.finance.costs import yearly_costs
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose, lay_groundwork
from siteplan.study.finance_spec import annuity_factor
from siteplan.tradearea import shares
from tests.template import write_template

SPHERE = Geod(a=6_371_008.8, b=6_371_008.8)
BUDGET = {"kind": "budget", "at_most": 15e6, "name": "Capex"}
DISTANCE, WITHIN, COST = 4.0, 12.0, 8_000.0  # km, minutes, CNY a vehicle


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Groundwork:
    study = read_study(write_template(tmp_path_factory.mktemp("rules") / "study"))
    return lay_groundwork(study, read_market(study))


def planned(ground: Groundwork, **rule: Any) -> Plan:
    """Return the plan under the budget and this rule."""
    rules = [BUDGET, {"name": "New", **rule}] if rule else [BUDGET]
    asking = ground.asking(revised_plan(ground.study, {"rules": rules, "gap": 0.01}))
    return evaluate(choose(asking))


@pytest.fixture(scope="module")
def free(ground: Groundwork) -> Plan:
    return planned(ground)


def network(plan: Plan) -> pd.DataFrame:
    """All sites with the plan: format, county, place, and whether each is new."""
    own = plan.market.facilities.assign(new=False)
    columns = ["format", "county", "tier", "geometry", "new"]
    return pd.concat([own[columns], plan.sites.set_index("site_id").assign(new=True)[columns]])


def running_costs_beyond(_: Groundwork, plan: Plan) -> float:
    return max(float(plan.sites["opex"].sum()) - 0.75 * 12e6, 0.0)


def malls_beyond(_: Groundwork, plan: Plan) -> float:
    return max(float((plan.sites["format"] == "mall").mean()) - 0.4, 0.0)


def malls_without_dealer(_: Groundwork, plan: Plan) -> int:
    sites = network(plan)
    served = set(sites.loc[sites["format"] == "dealer", "county"])
    return int((sites["new"] & (sites["format"] == "mall") & ~sites["county"].isin(served)).sum())


def malls_too_near(_: Groundwork, plan: Plan) -> int:
    """Pairs of which one at least is new; today's are as they are."""
    malls = network(plan).query("format == 'mall'")
    new = malls["new"].to_numpy()
    x, y = (np.array([getattr(point, axis) for point in malls["geometry"]]) for axis in "xy")
    i, j = np.triu_indices(len(malls), 1)
    return int(((SPHERE.inv(x[i], y[i], x[j], y[j])[2] < DISTANCE * 1000) & (new[i] | new[j])).sum())


def zones_between_malls(ground: Groundwork, plan: Plan) -> int:
    """Zones near two malls of which one is new."""
    own = near_malls(ground, plan, own=True)
    new = near_malls(ground, plan, own=False)
    return int(((own + new >= 2) & (new >= 1)).sum())


def near_malls(ground: Groundwork, plan: Plan, own: bool) -> np.ndarray:
    matrix = ground.travel.fixed if own else ground.travel.decision
    malls = network(plan).query("format == 'mall'")
    chosen = matrix.site_ids.isin(malls.index)
    return np.asarray(matrix.within(WITHIN).toarray()[:, chosen].sum(axis=1))


def counties_short(_: Groundwork, plan: Plan) -> int:
    """Counties where fewer than 25 % of the people have service within 25 minutes."""
    zones = plan.zones.assign(reached=plan.zones["population"] * (plan.zones["minutes_service"] <= 25))
    sums = zones.groupby("county")[["reached", "population"]].sum()
    return int((sums["reached"] / sums["population"] < 0.25).sum())


def zones_with_few(ground: Groundwork, plan: Plan) -> int:
    """Zones with fewer than three sales sites within 40 minutes."""
    count = np.zeros(len(plan.zones))
    selling = network(plan).query("format in ['mall', 'flagship', 'dealer', 'franchise']").index
    for matrix in (ground.travel.fixed, ground.travel.decision):
        count += matrix.within(40.0).toarray()[:, matrix.site_ids.isin(selling)].sum(axis=1)
    return int((count < 3).sum())


def sold_too_little(_: Groundwork, plan: Plan) -> int:
    """New malls that sell fewer than 220 a year."""
    malls = plan.sites[plan.sites["format"] == "mall"]
    return int((malls["capture"] < 220 * (1 - 1e-6)).sum())


def most_lost(ground: Groundwork, plan: Plan) -> float:
    """The largest share of its sales that a site of today loses beyond a tenth."""
    today = ground.model.demand.to_numpy() @ shares(ground.model, np.zeros(len(ground.options), dtype=bool)).own
    lost = plan.transfers.own.loc[ground.market.facilities.index].sum(axis=1).to_numpy() / today
    return max(float(lost.max()) - 0.1 - 1e-6, 0.0)


def too_dear(ground: Groundwork, plan: Plan) -> float:
    """Running cost and spread capex of a year by vehicles; payouts are not in it, as the template says."""
    asked, kpis = ground.study.plan, plan.kpis
    spread = kpis.capex / annuity_factor(asked.horizon_years, asked.discount_rate)
    return max((kpis.opex + spread) / kpis.capture - COST * (1 + 1e-6), 0.0)


CASES: dict[str, tuple[dict[str, Any], Callable[[Groundwork, Plan], float]]] = {
    "budget": ({"of": "opex", "at_most": 12e6, "contingency": 0.25}, running_costs_beyond),
    "share": ({"format": "mall", "at_most": 0.4}, malls_beyond),
    "requires": (
        {"format": "mall", "needs": {"format": "dealer"}, "within": "county"},
        malls_without_dealer,
    ),
    "spacing": ({"format": "mall", "km": DISTANCE}, malls_too_near),
    "territory": ({"format": "mall", "minutes": WITHIN}, zones_between_malls),
    "each_area": ({"function": "service", "minutes": 25, "at_least": 0.25}, counties_short),
    "minimum_sales": ({"format": "mall", "at_least": 220}, sold_too_little),
    "cannibalisation": ({"at_most": 0.1}, most_lost),
    "cost_per_vehicle": ({"at_most": COST}, too_dear),
    "everyone": ({"function": "sale", "minutes": 40, "times": 3}, zones_with_few),
}


@pytest.mark.parametrize("kind", CASES)
def test_the_plan_keeps_the_rule_and_is_the_poorer_for_it(kind: str, ground: Groundwork, free: Plan) -> None:
    """Without the rule the best plan breaks it, so that it is the rule that made the difference."""
    rule, beyond = CASES[kind]
    plan = planned(ground, kind=kind, **rule)
    assert plan.rules["met"].all()
    assert beyond(ground, plan) == 0
    assert beyond(ground, free) > 0
    assert plan.proof.objective <= free.proof.bound


def test_a_target_share_at_least_cost(ground: Groundwork, free: Plan) -> None:
    """Halfway to what the budget can win, by fewer sites and less money."""
    target = (free.kpis.share + free.baseline.share) / 2
    rules = [{"kind": "capture", "at_least": target}]
    asking = ground.asking(revised_plan(ground.study, {"objective": "cost", "rules": rules, "gap": 0.01}))
    plan = evaluate(choose(asking))
    assert target - 1e-9 <= plan.kpis.share < free.kpis.share
    assert plan.proof.counted < yearly_costs(free.sites, ground.study.plan).sum()


def test_distance_in_minutes_of_the_straight_line_is_kept_in_kilometres(ground: Groundwork) -> None:
    """12 minutes at 25 km/h and a detour of 1.35 are 3.7 km from an urban site, more from a rural one."""
    plan = planned(ground, kind="spacing", format="mall", minutes=12.0)
    sites = network(plan).query("format == 'mall'")
    new = sites.query("new")["geometry"]
    far = [SPHERE.inv(a.x, a.y, b.x, b.y)[2] for a in new for b in sites["geometry"] if a is not b]
    assert min(far) >= 12 / 60 * 25_000 / 1.35 - 1


def test_rules_that_contradict_are_named(ground: Groundwork) -> None:
    """The required mall M01 stands 4.6 km from an own mall."""
    with pytest.raises(NoPlanError, match="No plan exists"):
        planned(ground, kind="spacing", format="mall", km=6.0)
