"""Who came, left and moved between two tables of rivals."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
from shapely import Point

from siteplan.market.rival_changes import rival_changes

METRE = 1 / 111_320  # degrees of latitude


def rivals(**sites: tuple[str, float]) -> gpd.GeoDataFrame:
    """Rivals by id: brand, and how many metres north of one place."""
    places = [Point(113.0, 23.0 + north * METRE) for _, north in sites.values()]
    frame = {"name": list(sites), "brand": [brand for brand, _ in sites.values()]}
    out = gpd.GeoDataFrame(frame, geometry=places, index=list(sites), crs="EPSG:4326")
    return out.rename_axis("site_id")


def test_each_rival_is_kept_moved_entered_or_left() -> None:
    before = rivals(A=("X", 0), B=("X", 5_000), C=("Y", 9_000), D=("Z", 20_000), E=("", 30_000))
    after = rivals(A=("X", 10), B=("X", 8_000), C2=("Y", 9_300), D2=("Z", 21_000), E2=("", 30_000))
    found = rival_changes(before, after)
    told = {(row.site_id, row.site_id_before): row.change for row in found.itertuples()}
    assert told == {
        ("A", "A"): "kept",  # 10 m are a matter of how it was located
        ("B", "B"): "moved",  # the same id, 3 km away
        ("C2", "C"): "moved",  # the same brand, 300 m away
        ("D2", ""): "entered",  # the same brand, but a kilometre away
        ("", "D"): "left",
        ("E2", ""): "entered",  # no brand says that it is the same
        ("", "E"): "left",
    }
    metres = found.set_index("site_id")["metres"]
    assert np.isclose(metres["B"], 3_000, rtol=0.01)
    assert np.isnan(metres["D2"])


def test_the_nearest_of_a_brand_are_the_same_each_once() -> None:
    before = rivals(A=("X", 0), B=("X", 300))
    after = rivals(C=("X", 290), D=("X", 320))
    found = rival_changes(before, after)
    assert {(row.site_id, row.site_id_before) for row in found.itertuples()} == {("C", "B"), ("D", "A")}


def test_a_table_of_nobody_is_one() -> None:
    some = rivals(A=("X", 0))
    assert rival_changes(some.iloc[:0], some)["change"].tolist() == ["entered"]
    assert rival_changes(some, some.iloc[:0])["change"].tolist() == ["left"]
