"""The areas of a network's sites."""

import numpy as np
import pytest

from siteplan.evaluate.catchments import Catchments, Land, levels_of, network_of
from siteplan.evaluate.taken_by_site import opened_beside
from siteplan.tradearea.catchment import KINDS, Kind
from tests.worlds import tiny_ground, tiny_plan

GROUND = tiny_ground()
OPEN = opened_beside(GROUND, ["C1:mall", "C6:dealer"])
AREAS = Catchments(Land(GROUND.study, GROUND.market), network_of(GROUND, OPEN))


def test_the_network_wins_what_the_plan_says() -> None:
    plan = tiny_plan()
    capture = plan.network.shares.T @ plan.network.demand.to_numpy()
    wins = dict(zip(plan.network.travel.site_ids, capture, strict=True))
    assert {site: wins[site] for site in plan.sites["site_id"]} == pytest.approx(
        plan.sites.set_index("site_id")["capture"].to_dict()
    )
    assert sum(wins.values()) == pytest.approx(plan.kpis.capture)


def test_minutes_and_shares_are_told_site_by_site() -> None:
    network = AREAS.network
    assert list(network.travel.site_ids) == ["F1", "F2", "C1", "C6"]
    column = list(GROUND.market.candidates.index).index("C6")
    given = GROUND.travel.candidates.minutes.toarray()[:, column]
    assert network.minutes_to(network.position("C6")).replace(np.inf, 0).to_numpy() == pytest.approx(given)
    assert network.share_of(network.position("C6")).to_numpy() == pytest.approx(network.shares.toarray()[:, 3])


@pytest.mark.parametrize("kind", KINDS)
def test_a_polygon_holds_the_centres_of_just_its_zones(kind: Kind) -> None:
    """Zones are cells of 5 km here: the centre of a zone that is not in the area lies outside the polygon."""
    found = AREAS.of("C6", kind)
    shapes = AREAS.shapes(found)
    zones = GROUND.market.zones.geometry
    centres = zones.map(lambda zone: zone.envelope.centroid)
    assert list(shapes.index) == list(levels_of(GROUND.study, kind))
    assert shapes.is_valid.all()
    for level, shape in shapes.items():
        held = {zone for zone, centre in centres.items() if shape.covers(centre)}
        assert held == set(found.inside(float(level)))


def test_nearest_areas_share_out_all_zones_in_reach() -> None:
    zones = [set(AREAS.of(site, "nearest").levels.index) for site in ("F1", "F2", "C1", "C6")]
    assert sum(map(len, zones)) == len(set.union(*zones)) == len(GROUND.market.zones)


def test_no_drive_time_is_beyond_the_reach_of_the_study() -> None:
    short = GROUND.study.model_copy(update={"travel": GROUND.study.travel.model_copy(update={"max_minutes": 18.0})})
    assert levels_of(short, "drive_time") == (15.0, 18.0)


def test_overlaps_are_of_pairs_with_a_site_that_is_named() -> None:
    table = AREAS.overlaps(["C1"])
    assert ((table["site_a"] == "C1") | (table["site_b"] == "C1")).all()
    assert set(table["kind"]) == {"customer_share", "drive_time", "ring", "probability"}
    row = table.query("kind == 'ring' and level == 12 and site_a == 'F1'").iloc[0]
    both = AREAS.of("F1", "ring").inside(12.0).intersection(AREAS.of("C1", "ring").inside(12.0))
    assert row["zones"] == len(both)
    assert row["people"] == GROUND.market.zones.loc[both, "population"].sum()


def test_what_two_sites_share_is_told_level_by_level() -> None:
    two = AREAS.overlap_of("C1", "F1", "ring")
    both = AREAS.of("F1", "ring").inside(12.0).intersection(AREAS.of("C1", "ring").inside(12.0))
    assert list(two.index) == [3.0, 6.0, 12.0]
    assert two.loc[12.0, "zones"] == len(both)
    far = AREAS.overlap_of("C1", "C6", "ring").loc[3.0]
    assert (far == 0).all()
