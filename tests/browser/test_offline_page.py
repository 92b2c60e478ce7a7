"""An exported map opens with the network cut, draws everything and asks for nothing."""

from __future__ import annotations

from pathlib import Path

import folium
import geopandas as gpd
import pytest
from folium.plugins import MarkerCluster
from playwright.sync_api import Browser
from shapely import box

from siteplan.present.maps.map_base import blank_map, finished_map
from siteplan.present.reports.map_pages import plan_page
from siteplan.present.text.reader import Reader
from siteplan.present.web import Entry, LegendSection, map_key, map_parts, page, render_offline
from tests.worlds import tiny_plan, tiny_study

pytestmark = pytest.mark.browser

SQUARE = {"type": "Polygon", "coordinates": [[[113, 23], [113.4, 23], [113.4, 23.4], [113, 23.4], [113, 23]]]}
ZONE = {"type": "Feature", "id": "z1", "properties": {"name": "z1"}, "geometry": SQUARE}


def _map() -> folium.Map:
    m = folium.Map([23.2, 113.2], tiles=None, zoom_start=9, maxZoom=18, prefer_canvas=True)
    zones = {"type": "FeatureCollection", "features": [ZONE]}
    style = {"fillColor": "#0F766E", "fillOpacity": 1, "weight": 0}
    folium.GeoJson(zones, name="zones", style_function=lambda _: style).add_to(m)
    cluster = MarkerCluster(name="sites").add_to(m)
    for i in range(3):
        folium.Marker([23.05 + i / 1000, 112.8], popup="site").add_to(cluster)
    folium.Marker([23.2, 113.8], tooltip="one").add_to(m)
    folium.LayerControl().add_to(m)
    map_key(
        [LegendSection("Zones", [Entry("covered", "#0F766E")])],
        "a census, 2020",
        "spread in a county",
        Reader("zh-Hans"),
    ).add_to(m)
    return m


def test_everything_is_drawn_and_nothing_is_asked_for(watched: object, tmp_path: Path) -> None:
    opened = watched.open(render_offline(_map(), "Guangdong", "zh-Hans"), tmp_path / "map.html")

    assert opened.locator(".marker-cluster").inner_text() == "3"
    icon = opened.locator("img.leaflet-marker-icon")
    assert icon.evaluate("i => [i.src.slice(0, 15), i.complete && i.naturalWidth]") == ["data:image/png;", 25]
    layers = opened.locator(".leaflet-control-layers-toggle")
    assert layers.evaluate("e => getComputedStyle(e).backgroundImage.slice(5, 20)") == "data:image/png;"
    assert opened.locator("html").get_attribute("lang") == "zh-Hans"
    assert "图例" in opened.locator(".siteplan-key").inner_text()
    assert "a census, 2020" in opened.locator(".leaflet-control-attribution").inner_text()
    assert opened.locator(".leaflet-control-scale").inner_text().endswith("km")
    assert watched.requests == []
    assert watched.errors == []


def test_the_zone_has_its_colour_where_it_lies(watched: object, tmp_path: Path) -> None:
    opened = watched.open(render_offline(_map(), "t", "en"), tmp_path / "map.html")
    pixel = """() => {
        const map = Object.values(window).find(v => v instanceof L.Map);
        const canvas = document.querySelector('canvas'), box = canvas.getBoundingClientRect();
        const at = map.latLngToContainerPoint([23.2, 113.2]), k = canvas.width / box.width;
        return [...canvas.getContext('2d').getImageData((at.x - box.x) * k, (at.y - box.y) * k, 1, 1).data];
    }"""
    assert opened.evaluate(pixel) == [0x0F, 0x76, 0x6E, 255]


def test_two_maps_share_a_page_and_its_libraries(watched: object, tmp_path: Path) -> None:
    parts = [map_parts(_map(), "a"), map_parts(_map(), "b")]
    body = "".join(f'<div style="height: 300px">{part.body}</div>' for part in parts)
    styles = [style for part in parts for style in part.styles]
    html = page("report", "en", body, styles, [script for part in parts for script in part.scripts])

    opened = watched.open(html, tmp_path / "report.html")

    assert html.count("leafletjs.com") == render_offline(_map(), "t", "en").count("leafletjs.com")
    assert opened.locator(".marker-cluster").all_inner_texts() == ["3", "3"]
    assert opened.locator(".folium-map").first.bounding_box()["height"] == 300
    assert watched.requests == []
    assert watched.errors == []


HIDDEN = (
    """<!doctype html><body><iframe id="map" src="map.html" style="display:none;width:900px;height:600px"></iframe>"""
)
WHERE = """() => {
    const map = Object.values(window).find(v => v instanceof L.Map);
    return [map.getCenter().lat, map.getCenter().lng, map.getZoom()];
}"""


def test_a_map_that_is_drawn_in_a_hidden_tab_shows_its_zones_once_it_is_seen(watched: object, tmp_path: Path) -> None:
    """As where people look at other tabs while map and report are written."""
    zones = gpd.GeoDataFrame(geometry=[box(113.0, 23.0, 113.4, 23.4)], crs="EPSG:4326")
    drawn = finished_map(
        blank_map(zones), [LegendSection("Zones", [Entry("covered", "#0F766E")])], tiny_study(), Reader("en")
    )
    (tmp_path / "map.html").write_text(render_offline(drawn, "t", "en"), encoding="utf-8")
    opened = watched.open(HIDDEN, tmp_path / "hidden.html")
    opened.wait_for_timeout(300)
    assert watched.errors == []
    opened.evaluate("() => { document.getElementById('map').style.display = 'block'; }")
    shown = opened.frames[1]
    shown.wait_for_function(f"() => ({WHERE})()[2] > 8", timeout=5000)
    latitude, longitude, _ = shown.evaluate(WHERE)
    assert latitude == pytest.approx(23.2, abs=0.2)
    assert longitude == pytest.approx(113.2, abs=0.4)
    assert watched.errors == []


def test_a_plans_map_in_a_hidden_tab_stands_in_its_place_once_it_is_seen(watched: object, tmp_path: Path) -> None:
    """A map of no size would stand far beside its zones, or fail."""
    (tmp_path / "map.html").write_text(plan_page(tiny_plan(), Reader("en")), encoding="utf-8")
    opened = watched.open(HIDDEN, tmp_path / "hidden.html")
    opened.wait_for_timeout(200)
    opened.evaluate("() => { document.getElementById('map').style.display = 'block'; }")
    shown = opened.frames[1]
    shown.wait_for_function("() => document.querySelector('.siteplan-map').siteplanMap?.marks.length", timeout=5000)
    inside = """() => {
        const {map, marks, layer} = document.querySelector('.siteplan-map').siteplanMap, {x, y} = map.getSize();
        return marks.map(({at}) => layer.inFrame(at)).every((at) => at.x > 0 && at.y > 0 && at.x < x && at.y < y);
    }"""
    assert shown.evaluate(inside)
    assert watched.errors == []


def test_a_plans_map_without_scripts_says_what_it_needs(browser: Browser, tmp_path: Path) -> None:
    """And nothing lies upon what it says."""
    (tmp_path / "map.html").write_text(plan_page(tiny_plan(), Reader("en")), encoding="utf-8")
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto((tmp_path / "map.html").as_uri())
    said, state = (
        opened.locator("noscript p").bounding_box(),
        opened.locator(".siteplan-state").bounding_box(),
    )
    context.close()
    assert said["height"] > 0
    assert said["y"] + said["height"] <= state["y"]
