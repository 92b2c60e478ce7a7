"""Owners go to the nearest service site with room: no site is ever above its places, and nobody is lost."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import coo_array

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.formulate.service_load import nearest_with_room
from siteplan.pipeline import lay_groundwork
from siteplan.present.channel.conflict_tables import area_rows
from siteplan.study import Study
from tests.examples import examples
from tests.worlds import tiny_market, tiny_selection, tiny_study

OPENED = ("C1:mall", "C3:dealer", "C6:dealer")


def pairs(*rows: tuple[int, int, float]) -> coo_array:
    zone, site, minutes = zip(*rows, strict=True)
    return coo_array((minutes, (zone, site)), shape=(max(zone) + 1, max(site) + 1))


def test_the_nearest_have_the_place_and_others_go_on_by_hand() -> None:
    """Site 0 has 100 places. Zone 1's 80 live at 5 min and take 80; 20 of zone 0's 60 (10 min) find room there.

    Of its 40 others 30 find room at site 1, 20 min away, and 10 find none. Zone 2 reaches nothing but the full site 0.
    """
    near = pairs((0, 0, 10.0), (0, 1, 20.0), (1, 0, 5.0), (1, 1, 30.0), (2, 0, 40.0))
    found = nearest_with_room(near, np.array([60.0, 80.0, 15.0]), np.array([100.0, 30.0])).toarray()
    assert found.tolist() == [[20, 30], [80, 0], [0, 0]]


def test_without_limits_all_go_to_the_nearest() -> None:
    near = pairs((0, 0, 10.0), (0, 1, 9.0), (1, 0, 5.0))
    assert nearest_with_room(near, np.array([60.0, 80.0]), np.full(2, np.inf)).toarray().tolist() == [[0, 60], [80, 0]]


@examples(60)
@given(st.integers(0, 10_000))
def test_no_site_is_above_its_places_and_nobody_envies_who_lives_farther(seed: int) -> None:
    """Who finds no room, or goes farther, finds each nearer site full of people who live nearer."""
    rng = np.random.default_rng(seed)
    n, m = int(rng.integers(1, 7)), int(rng.integers(1, 5))
    minutes = rng.integers(1, 9, (n, m)) * (rng.random((n, m)) < 0.7)
    near, wanted, room = coo_array(minutes.astype(float)), rng.integers(0, 50, n), rng.integers(0, 60, m)
    found = nearest_with_room(near, wanted.astype(float), room.astype(float)).toarray()
    assert (found.sum(axis=0) <= room).all()
    assert (found.sum(axis=1) <= wanted).all()
    assert not found[minutes == 0].any()
    for zone in range(n):
        for site in np.flatnonzero(minutes[zone]):
            farther = found[zone][minutes[zone] > minutes[zone, site]].sum() + wanted[zone] - found[zone].sum()
            if farther > 0:
                assert found[:, site].sum() == room[site]
                assert not found[minutes[:, site] > minutes[zone, site], site].any()


def planned(owners: float | None, **finance: Any) -> Plan:
    raw = tiny_study().model_dump(exclude_unset=True)
    raw["formats"]["dealer"] |= {} if owners is None else {"owners": owners}
    ground = lay_groundwork(Study.model_validate({**raw, "finance": finance}), tiny_market())
    return evaluate(Answer.of(ground, tiny_selection(ground, OPENED)))


@pytest.fixture(scope="module")
def tight() -> Plan:
    """Dealers look after 250 owners each; 1,120 are in use, and service_margin is 80 a visit."""
    return planned(250, service_margin=80)


def test_owners_served_and_not_add_up_to_all(tight: Plan) -> None:
    """F2, C3 and C6 have 750 places, today's F2 alone 250."""
    cities = tight.service.cities.groupby("network").sum(numeric_only=True)
    parts = cities["owners_served"] + cities["owners_unserved"] + cities["owners_out_of_reach"]
    assert parts.tolist() == pytest.approx(cities["owners"].tolist())
    assert cities["owners_room"].to_dict() == {"plan": 750, "today": 250}
    assert tight.kpis.owners_unserved == pytest.approx(cities.loc["plan", "owners_unserved"])
    assert tight.baseline.owners_unserved == pytest.approx(cities.loc["today", "owners_unserved"])
    assert tight.baseline.owners_unserved > tight.kpis.owners_unserved > 0


def test_a_full_site_earns_by_as_many_visits_as_it_has_places(tight: Plan) -> None:
    """At 1.5 visits a year, say: 250 owners are what it earns by, whoever else lives near."""
    study = tight.study
    ground = lay_groundwork(study, tight.market)
    sites = Network(ground, ground.stands).sites.set_index("site_id")
    assert sites.loc["F2", "visits"] == pytest.approx(250 * study.demand.service_visits)
    served = tight.service.sites.set_index("site_id")
    assert (served["owners_served"] <= 250 + 1e-9).all()
    assert served.loc["F2", "owners_served"] == pytest.approx(250)


def test_files_tell_load_and_places(tight: Plan) -> None:
    sites = tight.sites.set_index("site_id")
    assert sites.loc["C3", "owners_room"] == 250
    assert np.isnan(sites.loc["C1", "owners_room"])  # a mall has no service
    rows = area_rows(tight)
    cared = rows[rows["group"] == "service"]
    by_site = cared.groupby("site_id")["owners_served"].sum()
    assert by_site.to_dict() == pytest.approx(cared.groupby("site_id")["owners_load"].first().to_dict())
    assert (cared["owners_load"] <= cared["owners_room"] + 1e-9).all()


def test_where_no_format_limits_owners_nothing_is_told() -> None:
    plan = planned(None)
    assert np.isnan(plan.kpis.owners_unserved)
    assert plan.service.cities.empty
    assert "service" not in set(area_rows(plan)["group"])
