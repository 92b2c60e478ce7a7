"""Places for owners: the rule holds of the networks whose sites have them, area by area, and of no other."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from siteplan.errors import NoPlanError
from siteplan.formulate.site_problem import site_problem
from siteplan.groundwork import Groundwork
from siteplan.pipeline import choose
from siteplan.tradearea.demand import owners
from siteplan.tradearea.owner_room import owners_by_area
from tests.test_facilities import asked, every_plan, laid

NONE_MORE = {"kind": "count", "at_most": 1}


def ground(
    first: str = "closable", second: str = "closable", places: dict[str, Any] | None = None, **rule: Any
) -> Groundwork:
    """The mall F1 and the dealer F2 may close, one site may open; at the least cost. Dealers have 250 places."""
    study = asked(objective="cost", rules=[{"kind": "service_room", **rule}, NONE_MORE])
    given = {"dealer": 250, **(places or {})}
    formats = {name: spec.model_copy(update={"owners": given.get(name)}) for name, spec in study.formats.items()}
    return laid(first, second, 0.0).asking(study.model_copy(update={"formats": formats}))


def shares(of: Groundwork, plan: np.ndarray, within: str) -> dict[str, float]:
    """Count by hand, site by site: the places of the dealers and service sites in each area, by who lives there."""
    zones, formats = of.market.zones, of.study.formats
    live = owners(of.study.demand, zones)
    have = dict.fromkeys(zones[within].unique() if within else ["all"], 0.0)
    for site in [*of.options[plan].to_dict("records"), *of.facilities.to_dict("records")]:
        spec, area = formats[site["format"]], site[within] if within else "all"
        if "service" in spec.functions:
            have[area] += np.inf if spec.owners is None else spec.owners
    return {
        area: places / live[zones[within] == area if within else slice(None)].sum() for area, places in have.items()
    }


@pytest.mark.parametrize(
    ("within", "share", "places", "second"),
    [
        ("", 0.2, {"service": 300}, "keep"),
        ("", 0.4, {"service": 300}, "closable"),
        ("", 1.0, {}, "closable"),
        ("city", 0.2, {"service": 200}, "keep"),
        ("county", 0.01, {}, "closable"),
    ],
)
def test_it_holds_of_the_networks_that_have_the_places_and_of_no_other(
    within: str, share: float, places: dict[str, Any], second: str
) -> None:
    """`{}` leaves the service centres without limit: such a site has places for all of its area."""
    of = ground(second=second, places=places, within=within, at_least=share)
    problem = site_problem(of)
    rule, rows = problem.rules[0], problem.rows_by_rule[0]
    met = []
    for plan in every_plan(of)[::3]:
        held = shares(of, plan, within)
        fulfilled = [area for area, has in held.items() if has >= share - 1e-9]
        (line,) = rule.reports(problem.options, plan)
        assert line.met == (len(fulfilled) == len(held))
        assert line.achieved == (
            len(fulfilled) if within else pytest.approx(min(held["all"], 1) if np.isinf(held["all"]) else held["all"])
        )
        assert bool((rows.activity(plan) >= rows.lower - 1e-9).all()) == line.met
        met.append(line.met)
    assert any(met) == (within != "county")  # of three counties at most two have a dealer or a service centre here
    assert all(met) == (second == "keep" and share * 1120 < 250 and not within)  # the dealer of today is enough alone


def test_the_cheapest_network_with_the_places_is_found() -> None:
    """Without it all closes. 250 places are 22 % of 1,120 owners: a service centre costs less than today's dealer."""
    of = ground(places={"service": 250}, at_least=0.2)
    found = choose(of).selection
    best = max(site_problem(of).value(plan) for plan in every_plan(of) if shares(of, plan, "")["all"] >= 0.2)
    assert found.objective == pytest.approx(best)
    assert of.options.loc[found.open.to_numpy(), "format"].tolist() == ["service"]
    assert found.rules["achieved"].iloc[0] == pytest.approx(250 / 1120, rel=1e-3)


def test_where_all_places_together_are_too_few_it_is_said_how_many_could_be_had() -> None:
    """The dealer of today and one that opens: 500 of 1,120."""
    with pytest.raises(NoPlanError) as none:
        choose(ground(places={"service": 250}, at_least=0.5))
    assert none.value.reason is not None
    assert [rule for rule in none.value.reason.conflict if rule == "#1"] == ["#1"]


def test_places_elsewhere_do_not_count_for_a_place_that_is_named() -> None:
    """The rule speaks of one city, its owners and its sites."""
    of = ground(city=["Westport"], at_least=0.1)
    rule = of.study.plan.rules[0]
    west = of.market.zones["city"] == "Westport"
    assert owners_by_area(of.study, of.market, rule)["all"] == pytest.approx(
        owners(of.study.demand, of.market.zones)[west].sum()
    )
