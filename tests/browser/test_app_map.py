"""A map in the app: served from the app itself, inert, and a click comes back to Python."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Route, expect

pytestmark = pytest.mark.browser

APP = '''
import folium
import streamlit as st
import streamlit.components.v1 as components
from streamlit_folium import st_folium

from siteplan.present.text.reader import Reader
from siteplan.present.web import VENDOR, Entry, LegendSection, app_assets, esc, map_key, opaque_id

components.declare_component("vendor", path=str(VENDOR))
app_assets("../page.vendor/")

NAME = """<img src=x onerror="window.ran=1">{{ 7*7 }}${window.ran=1}`"""
west, east, north, south = 112.5, 113.5, 23.5, 22.5
ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
zone = {
    "type": "Feature",
    "id": opaque_id(NAME),
    "properties": {"id": opaque_id(NAME), "name": esc(NAME)},
    "geometry": {"type": "Polygon", "coordinates": [ring]},
}
m = folium.Map([23, 113], tiles=None, zoom_start=8, maxZoom=18, prefer_canvas=True)
folium.GeoJson(
    {"type": "FeatureCollection", "features": [zone]},
    name=esc(NAME),
    style_function=lambda _: {"color": "#0F766E"},
    tooltip=folium.GeoJsonTooltip(["name"], labels=False),
).add_to(m)
folium.Marker([23.9, 113], popup=folium.Popup(esc(NAME), show=True)).add_to(m)
map_key([LegendSection(NAME, [Entry(NAME, "#0F766E")])], NAME, NAME, Reader("en")).add_to(m)
changing = folium.FeatureGroup(name=esc(NAME))
folium.Marker([22.2, 113], icon=folium.DivIcon(html=esc(NAME), class_name="dynamic")).add_to(changing)
out = st_folium(m, key="map", height=420, feature_group_to_add=changing, returned_objects=["last_active_drawing"])
clicked = (out["last_active_drawing"] or {}).get("properties", {}).get("id")
st.text(f"clicked: {({opaque_id(NAME): NAME}).get(clicked, 'nothing')}")
'''
NAME = '<img src=x onerror="window.ran=1">{{ 7*7 }}${window.ran=1}`'


@pytest.fixture
def app(tmp_path: Path) -> Iterator[str]:
    """The address of a running app, under a path of its own as behind a proxy."""
    (tmp_path / "page.py").write_text(APP, "utf-8")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    options = {
        "server.port": port,
        "server.address": "127.0.0.1",
        "server.baseUrlPath": "plans",
        "server.headless": "true",
        "browser.gatherUsageStats": "false",
    }
    command = [sys.executable, "-m", "streamlit", "run", "page.py"]
    command += [word for name, value in options.items() for word in (f"--{name}", str(value))]
    home = {**os.environ, "HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}  # no settings of the user's
    with subprocess.Popen(command, cwd=tmp_path, env=home, stdout=subprocess.DEVNULL) as server:
        try:
            yield _when_ready(f"http://127.0.0.1:{port}/plans/", server)
        finally:
            server.terminate()


def _when_ready(url: str, server: subprocess.Popen[bytes]) -> str:
    for _ in range(300):
        assert server.poll() is None, "the app did not start"
        try:
            urllib.request.urlopen(f"{url}_stcore/health", timeout=5).close()  # noqa: S310 - our own http address
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
        else:
            return url
    raise AssertionError("the app did not answer in 30 s")


def test_the_map_draws_from_the_app_alone_and_a_click_returns(app: str, context: BrowserContext) -> None:
    outside: list[str] = []
    failed: list[str] = []
    dialogs: list[str] = []

    def guard(route: Route) -> None:
        if route.request.url.startswith((app, "data:", "blob:")):
            route.continue_()
        else:
            outside.append(route.request.url)
            route.abort()

    context.route("**/*", guard)
    page = context.new_page()
    page.on("response", lambda r: failed.append(f"{r.status} {r.url}") if r.status >= 400 else None)
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto(app)
    frame = page.frame_locator("iframe[title='streamlit_folium.st_folium']")

    for place in (".siteplan-key h2", ".leaflet-popup-content", ".dynamic"):
        expect(frame.locator(place).first).to_have_text(NAME, timeout=30_000)
    icon = frame.locator("img.leaflet-marker-icon").first
    expect(icon).to_have_js_property("naturalWidth", 25)
    box = page.locator("iframe[title='streamlit_folium.st_folium']").bounding_box()
    at = frame.locator("body").evaluate(
        "() => window.map.latLngToContainerPoint([22.8, 113.4])"
    )  # clear of popup and key
    page.mouse.click(box["x"] + at["x"], box["y"] + at["y"])

    expect(page.get_by_text(f"clicked: {NAME}")).to_be_visible(timeout=20_000)
    expect(frame.locator(".leaflet-tooltip").first).to_have_text(NAME)
    assert frame.locator("body").evaluate("() => window.ran") is None
    assert "49" not in frame.locator("body").inner_text()
    assert (outside, failed, dialogs) == ([], [], [])
