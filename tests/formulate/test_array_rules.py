"""Each kind of rule in study.toml becomes the rule on arrays, on the two small cities."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pytest

from siteplan.errors import ProblemError
from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.optimise.rules import (
    Budget,
    CannibalisationCap,
    CaptureFloor,
    CostPerVehicle,
    CoverageFloor,
    CoverAll,
    EachAreaFloor,
    FormatShare,
    MinimumSales,
    Requires,
    Rule,
    Spacing,
    Territory,
)
from siteplan.optimise.rules.where import matching
from siteplan.optimise.types import Bools
from siteplan.tradearea import shares
from tests.worlds import tiny_ground, tiny_selection, tiny_study

WORLD = tiny_ground()
OPTIONS = site_problem(WORLD).options  # alike under all these rules


def made(**rule: Any) -> tuple[Groundwork, Any]:
    """Return the groundwork under one rule, and what that is on arrays."""
    ground = WORLD.asking(tiny_study(rules=[rule]))
    (on_arrays,) = site_problem(ground).rules
    return ground, on_arrays


def opened(ground: Groundwork, *options: str) -> Bools:
    return ground.options.index.isin(options)


def met(ground: Groundwork, rule: Rule, *options: str) -> bool:
    (line,) = rule.reports(OPTIONS, opened(ground, *options))
    return line.met


def test_a_budget_spends_what_is_not_kept_back() -> None:
    ground, rule = made(kind="budget", of="opex", at_most=20e6, contingency=0.1, format="mall")
    assert isinstance(rule, Budget)
    assert (rule.limit, rule.column) == (18e6, "opex")
    of_malls = matching({"format": "mall", "new": True}, ground.options)
    assert np.asarray(rule.where).tolist() == of_malls.tolist()
    _, plain = made(kind="budget", at_most=20e6)
    assert (plain.limit, plain.column) == (20e6, "capex")


def test_a_share_is_of_its_filters_among_others() -> None:
    ground, rule = made(kind="share", ownership="direct", among={"city": "Westport"}, at_least=0.5)
    assert isinstance(rule, FormatShare)
    assert met(ground, rule, "C1:mall", "C8:charge_partner", "C9:charge_partner")  # C9 lies in the other city
    assert not met(ground, rule, "C8:charge_partner", "C5:dealer")
    ground, most = made(kind="share", format="mall", at_most=0.5)
    assert met(ground, most, "C1:mall", "C3:dealer")
    assert not met(ground, most, "C1:mall", "C2:mall", "C3:dealer")


def test_a_need_is_met_by_what_opens_or_is_open_in_the_same_place() -> None:
    """Port has an own mall; Dale has the candidate C6 for one; a partner stands in each."""
    need = {"kind": "requires", "format": "charge_partner", "needs": {"format": "mall"}, "within": "county"}
    ground, rule = made(**need)
    assert isinstance(rule, Requires)
    assert met(ground, rule, "C8:charge_partner")
    assert not met(ground, rule, "C9:charge_partner")
    assert met(ground, rule, "C9:charge_partner", "C6:mall")
    assert not met(ground, rule, "C9:charge_partner", "C6:dealer")


def test_own_sites_meet_a_need_that_no_candidate_can() -> None:
    ground, rule = made(kind="requires", format="mall", needs={"format": "mall", "county": "Hill"}, within="county")
    assert not met(ground, rule, "C6:mall")  # no candidate of Hill can be a mall, and it has none
    ground, rule = made(kind="requires", format="service", needs={"city": "Westport", "format": "mall"}, within="tier")
    assert met(ground, rule, "C3:service")


def test_sites_of_a_kind_keep_apart_from_each_other_and_from_those_of_today() -> None:
    """Cells are 5.56 km high, 5.1 wide: C1 is 11.1 km from the own mall F1, C2 7.6 km, and they are 17.5 apart."""
    near = {km: made(kind="spacing", format="mall", km=km) for km in (7.0, 11.0, 12.0)}
    assert all(isinstance(rule, Spacing) for _, rule in near.values())
    assert [met(*near[km], "C1:mall", "C2:mall") for km in near] == [True, False, False]
    assert [met(*near[km], "C1:mall") for km in near] == [True, True, False]
    ground, rule = made(kind="spacing", format=["mall", "service"], km=5.5)
    assert met(ground, rule, "C5:service", "C7:service")
    assert not met(*made(kind="spacing", format="service", km=13), "C5:service", "C7:service")  # 2 up, 1 right: 12.2


def test_a_kind_keeps_away_from_another_whichever_is_open_today() -> None:
    """C1 stands 5.1 km from the own dealer F2, C3 7.6 km from it and 11.7 km from the own mall F1; C6 far from all."""
    ground, rule = made(kind="spacing", format="mall", others={"format": "dealer"}, km=7)
    assert not met(ground, rule, "C1:mall")
    assert met(ground, rule, "C3:dealer", "C2:mall")
    assert met(ground, rule, "C6:mall")
    ground, wide = made(kind="spacing", format="mall", others={"format": "dealer"}, km=12.1)
    assert not met(ground, wide, "C3:dealer")  # near the own mall, as the rule cuts both ways
    ground, one = made(kind="spacing", format="dealer", others={"format": "dealer"}, km=7)
    assert met(ground, one, "C3:dealer")


def test_minutes_of_spacing_are_those_of_the_straight_line() -> None:
    """Detour 1.35 at 25 km/h: 17.5 km are 56.6 min."""
    for minutes, apart in ((56.0, True), (57.0, False)):
        ground, rule = made(kind="spacing", format="mall", minutes=minutes, others={"format": "mall"})
        c1, c2 = (ground.options.index.get_loc(name) for name in ("C1:mall", "C2:mall"))
        assert bool(rule.near.toarray()[c1, c2]) is not apart


@pytest.mark.parametrize("minutes", [15.0, 30.0, 45.0])
def test_territories_are_the_zones_near_a_site_and_overlap_as_counted_zone_by_zone(minutes: float) -> None:
    ground, rule = made(kind="territory", format=["mall", "dealer"], minutes=minutes)
    assert isinstance(rule, Territory)
    near = ground.travel.candidates.within(minutes).toarray()
    taken = ground.travel.facilities.within(minutes).toarray().any(axis=1)
    kinds = ground.options[ground.options["format"].isin(["mall", "dealer"])]
    for (a, one), (b, two) in combinations(kinds.iterrows(), 2):
        if one["site_id"] == two["site_id"]:
            continue
        first, second = (near[:, ground.travel.candidates.site_ids.get_loc(o["site_id"])] for o in (one, two))
        conflict = (first & second).any() or (taken & (first | second)).any()
        assert met(ground, rule, str(a), str(b)) is not bool(conflict)


PEOPLE = {"function": "sale", "area": "rural", "minutes": 25.0}


def people(ground: Groundwork, county: str) -> float:
    zones = ground.market.zones
    return float(zones.loc[zones["county"] == county, "population"].sum())


def test_every_area_has_its_share_of_the_people_meant() -> None:
    """Rural people live in Hill and Dale alone, 9 zones each; today's network is far away."""
    ground, rule = made(kind="each_area", at_least=0.3, **PEOPLE)
    assert isinstance(rule, EachAreaFloor)
    assert rule.areas == ["Dale", "Hill"]
    assert np.asarray(rule.weights).sum() == people(ground, "Dale") + people(ground, "Hill")
    assert not met(ground, rule, "C6:mall")
    assert met(ground, rule, "C6:mall", "C5:dealer")
    assert not met(ground, rule, "C6:mall", "C5:service")  # it sells nothing
    _, city = made(kind="each_area", by="city", at_least=0.3, **PEOPLE)
    assert city.areas == ["Eastshire"]


def test_today_is_counted_in() -> None:
    ground, rule = made(kind="each_area", function="sale", minutes=60, at_least=0.5, tier="1", by="tier")
    assert met(ground, rule)


def test_everyone_means_every_zone_where_they_live_so_many_times() -> None:
    ground, rule = made(kind="everyone", function="sale", minutes=55, times=2, area="rural", county="Dale")
    assert isinstance(rule, CoverAll)
    zones, near = ground.market.zones, ground.travel.candidates.within(55).toarray()
    dale = (zones["county"] == "Dale").to_numpy()
    own = ground.travel.facilities.within(55).toarray().sum(axis=1)
    column = {site: i for i, site in enumerate(ground.market.candidates.index)}
    for some in (["C5", "C6"], ["C6"], ["C3", "C5", "C6"], ["C1", "C2", "C5"]):
        reached = near[:, [column[site] for site in some]].sum(axis=1) + own
        options = [f"{site}:{'mall' if site in ('C1', 'C2') else 'dealer'}" for site in some]
        assert met(ground, rule, *options) is bool((reached[dale] >= 2).all())
    (line,) = rule.reports(ground.options, opened(ground))
    assert line.asked == dale.sum()


def counted(ground: Groundwork, *options: str) -> Plan:
    """Return what the full model makes of these openings."""
    return evaluate(Answer.of(ground, tiny_selection(ground, options)))


def test_each_site_sells_enough_beside_the_others() -> None:
    """C1 opens beside C3; the service centre sells nothing, and need not."""
    names = ("C1:mall", "C3:dealer", "C7:service")
    plan = counted(WORLD, *names)
    sales = plan.sites.set_index("format")["capture"]
    for at_least in (0.99 * sales["mall"], 1.01 * sales["mall"]):
        ground, rule = made(kind="minimum_sales", format=["mall", "service"], at_least=at_least)
        assert isinstance(rule, MinimumSales)
        assert met(ground, rule, *names) is bool(at_least < sales["mall"])
    assert met(*made(kind="minimum_sales", at_least=1e9), "C7:service")


def test_sites_of_today_keep_what_is_theirs() -> None:
    """What new sites take from the own mall F1 is a row of the plan's transfers."""
    ground = WORLD
    taken = float(counted(ground, "C2:mall", "C3:dealer").transfers.own.loc["F1"].sum())
    today = float((ground.model.demand.to_numpy() @ shares(ground.model, opened(ground)).own)[0])
    for factor in (0.99, 1.01):
        ground, rule = made(kind="cannibalisation", format="mall", at_most=factor * taken / today)
        assert isinstance(rule, CannibalisationCap)
        assert met(ground, rule, "C2:mall", "C3:dealer") is (factor > 1)
    with pytest.raises(ProblemError, match="protects none"):
        made(kind="cannibalisation", format="service", at_most=0.1)


def test_the_cost_of_a_vehicle_is_that_of_the_kpis() -> None:
    names = ("C1:mall", "C3:dealer")
    cost = counted(WORLD, *names).kpis.cost_per_vehicle
    for factor in (0.999, 1.001):
        ground, rule = made(kind="cost_per_vehicle", at_most=factor * cost)
        assert isinstance(rule, CostPerVehicle)
        assert met(ground, rule, *names) is (factor > 1)
    (line,) = rule.reports(OPTIONS, opened(ground, *names))
    assert line.achieved == pytest.approx(cost)


def test_the_share_to_win_is_that_of_the_kpis_or_of_a_place() -> None:
    names = ("C1:mall", "C3:dealer")
    plan = counted(WORLD, *names)
    zones = plan.zones[plan.zones["tier"] == "1"]
    there = float(zones["demand"] @ zones["share"] / zones["demand"].sum())
    for share, tier in ((plan.kpis.share, ()), (there, "1")):
        for factor in (0.999, 1.001):
            ground, rule = made(kind="capture", tier=tier, at_least=factor * share)
            assert isinstance(rule, CaptureFloor)
            assert met(ground, rule, *names) is (factor < 1)
    problem = site_problem(made(kind="capture", at_least=0.1)[0])
    assert problem.rules[0].capture is problem.capture  # so that they share their cuts


def test_people_are_picked_by_place_and_sites_by_kind() -> None:
    ground, rule = made(kind="coverage", at_least=0.5, county="Hill", format="dealer", **PEOPLE)
    assert isinstance(rule, CoverageFloor)
    assert np.asarray(rule.weights).sum() == people(ground, "Hill")
    assert met(ground, rule, "C5:dealer")
    assert not met(*made(kind="coverage", at_least=0.5, county="Hill", ownership="partner", **PEOPLE), "C5:dealer")
