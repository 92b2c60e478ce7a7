"""What a run says to the map: few bytes, true words, and only what is drawn."""

from __future__ import annotations

import gzip
import json

import numpy as np
import pandas as pd
import pytest

from siteplan.evaluate.catchments import Catchments, Land, network_of
from siteplan.evaluate.taken_by_site import opened_beside
from siteplan.evaluate.zones_today import zones_today
from siteplan.market.options import as_given
from siteplan.present.livemap.by_hand import ByHand
from siteplan.present.livemap.ground_file import ground_file, packed_line
from siteplan.present.livemap.live_message import area_levels, layer_title, live_message
from siteplan.present.livemap.site_records import KINDS, kept_bits, site_records
from siteplan.present.livemap.zone_layers import LAYERS, layers_of, zone_figure
from siteplan.present.maps.merged_zones import screen_mosaic
from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import magnitudes
from tests.worlds import HOSTILE, tiny_ground

GROUND = tiny_ground()
TODAY = zones_today(GROUND)
FILES = {"cells": "/c.gz", "ground": "/g.gz", "sites": "/s.gz", "layer": "/l.gz"}


@pytest.mark.parametrize("name", layers_of(TODAY))
def test_each_layer_tells_its_zones_by_area(name: str) -> None:
    figure = zone_figure(name, GROUND.market.zones, TODAY)
    assert len(figure.values) == len(GROUND.market.zones)
    assert figure.by_area == LAYERS[name].by_area
    known = figure.values[~np.isnan(figure.values)]
    assert (known > 0).all()
    assert figure.classes.edges[0] <= known.min()
    assert figure.classes.edges[-1] >= known.max()
    title = layer_title(figure, Reader("zh-Hans"))
    assert ("平方公里" in title or "km²" in title) == figure.by_area
    assert "{" not in title


def test_a_layer_of_which_nothing_is_known_is_not_offered() -> None:
    known = layers_of(TODAY.assign(footfall=0.0, income=np.nan))
    assert known == ["demand", "unmet", "unserved", "sales", "rivals", "share", "minutes", "people"]


def test_rural_zones_that_nobody_covers_are_hatched_and_said_to_be() -> None:
    figure = zone_figure("demand", GROUND.market.zones, TODAY)
    for uncovered in (True, False):
        said = live_message(GROUND, figure, FILES, Reader("en"), uncovered)
        labels = [entry["label"] for entry in said["legend"][0]["entries"]]
        assert ("rural, not covered today" in labels) == uncovered


def test_a_message_is_short_and_its_legend_says_what_is_drawn() -> None:
    figure = zone_figure("demand", GROUND.market.zones, TODAY)
    said = live_message(GROUND, figure, FILES, Reader("en"))
    assert len(json.dumps(said)) < 5_000
    classes, sites, formats = said["legend"]
    assert len(classes["entries"]) == len(said["layer"]["colours"]) == len(figure.classes.colours)
    assert [entry["kind"] for entry in sites["entries"]][:3] == ["candidate", "own", "rival"]
    assert len(formats["entries"]) >= 1
    assert said["words"]["value"] == "{x} vehicles/year per km²"


def test_sites_are_told_by_name_in_the_readers_words_and_each_once() -> None:
    ground = tiny_ground(HOSTILE)
    records = site_records(ground, Reader("en"))
    market = ground.market
    assert len(records) == len(market.competitors) + len(market.facilities) + len(market.candidates)
    assert [record["kind"] for record in records] == sorted((r["kind"] for r in records), key=KINDS.index)
    assert any(HOSTILE in record["told"][0] for record in records)  # the browser writes it as text
    candidates = [record for record in records if record["kind"] == "candidate"]
    assert sorted(record["nth"] for record in candidates) == list(range(len(candidates)))
    assert all(record.get("clustered", False) == (record["kind"] == "candidate") for record in records)
    assert all("score" in record["told"][1] for record in candidates)


def test_which_candidates_filters_keep_is_a_bit_each() -> None:
    """C1 and C3 of five: 1010 0, in digits of four bits A and 0."""
    assert kept_bits(pd.Index(["C3", "C1"]), pd.Index(["C1", "C2", "C3", "C4", "C5"])) == "a0"
    ids = as_given(GROUND.market.candidates).index
    assert int(kept_bits(ids, ids), 16).bit_count() == len(ids)


def test_the_ground_has_names_and_outlines_in_degrees() -> None:
    market = GROUND.market
    ground = json.loads(gzip.decompress(ground_file(market, screen_mosaic(market.zones))))
    west, south, east, north = market.zones.total_bounds
    assert {name["weight"] for name in ground["names"]} >= {600}  # cities
    assert all(west <= name["lon"] <= east and south <= name["lat"] <= north for name in ground["names"])
    assert ground["box"] == pytest.approx([west, north, east, south], abs=1e-5)
    cities = ground["strokes"][1]["lines"]
    corners = np.cumsum(np.array(cities[0]).reshape(-1, 2), axis=0) / 1e5
    assert np.all(corners >= [west - 0.001, south - 0.001])
    assert np.all(corners <= [east + 0.001, north + 0.001])
    assert len(ground["places"]) == len(market.zones.groupby(["city", "county"]))


def test_a_line_is_its_first_corner_and_steps() -> None:
    assert packed_line(np.array([[113.0, 23.0], [113.00001, 22.99998]])) == [11_300_000, 2_300_000, 1, -2]


def test_a_trade_area_is_told_level_by_level_with_the_box_around_it() -> None:
    catchments = Catchments(Land(GROUND.study, GROUND.market), network_of(GROUND, opened_beside(GROUND, ["C1:mall"])))
    shapes = catchments.shapes(catchments.of("C1", "customer_share"))
    levels, box = area_levels(shapes, "customer_share", Reader("en"))
    there = shapes[~shapes.is_empty]
    assert [level["label"] for level in levels] == [f"{share:.0%}".replace("%", " % of sales") for share in there.index]
    assert [level["width"] for level in levels] == sorted((level["width"] for level in levels), reverse=True)
    west, south, east, north = there.iloc[max(len(there) - 2, 0)].bounds
    assert box[0] < west < east < box[2]
    assert box[3] < south < north < box[1]


def test_what_is_put_on_the_map_by_hand_is_said_with_a_hint_in_the_readers_words() -> None:
    trial = {"id": "T1", "lon": 113.3, "lat": 23.1, "told": ["mine"]}
    area = {"id": "A1", "ring": [[113, 23], [114, 23], [114, 24]], "label": "wetland"}
    said = ByHand([trial], [area], "draw").said(Reader("zh-Hans"))
    assert (said["trials"], said["polygons"], said["mode"]) == ([trial], [area], "draw")
    assert "双击" in said["hint"]
    assert ByHand().said(Reader("en")) == {"trials": [], "polygons": [], "mode": None, "hint": ""}


def test_classes_of_magnitudes_have_edges_of_one_and_three() -> None:
    """From 0.02 to 450, seven classes: the sixth largest edge below 450 is 1."""
    classes = magnitudes(np.geomspace(0.02, 450, 50))
    assert classes.edges == (0.0, 1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 450.0)
    even = magnitudes(np.linspace(50, 80, 40))
    assert even.edges[0] == 50.0
