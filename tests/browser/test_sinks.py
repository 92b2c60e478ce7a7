"""Every way a text reaches a map, times every text that might do harm: shown as written, and nothing runs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import folium
import pytest
from folium.plugins import MarkerCluster

from siteplan.present.reports.map_pages import plan_page
from siteplan.present.text.reader import Reader
from siteplan.present.web import Entry, LegendSection, esc, map_key, render_offline
from tests.worlds import tiny_plan

pytestmark = pytest.mark.browser

PAYLOADS = (
    '<img src=x onerror="window.ran=1">',
    "<svg onload=window.ran=1>",
    "</script><script>window.ran=1</script>",
    "<!--<script>window.ran=1",
    "{{ 7*7 }}",
    "{{ cycler.__init__.__globals__.os.getpid() }}",
    "{% for x in y %}",
    "{# gone #}",
    "${window.ran=1}",
    "`;window.ran=1;`",
    "'\";window.ran=1;//",
    "\\",
    "\\`${window.ran=1}",
    "\\u003cimg src=x onerror=window.ran=1\\u003e",
    "javascript:window.ran=1",
    '=HYPERLINK("http://127.0.0.1/","x")',
    "&lt;b&gt; & <b>",
    "two\nlines",
    "广州「天河」店",
)

Sink = Callable[[folium.Map, Sequence[str]], None]


def _places(texts: Iterable[str]) -> list[tuple[tuple[float, float], str]]:
    return [((23 + i / 10, 113), text) for i, text in enumerate(texts)]


def _features(texts: Iterable[str], key: str = "name") -> dict[str, object]:
    def feature(i: int, text: str) -> dict[str, object]:
        point = {"type": "Point", "coordinates": [113, 23 + i / 10]}
        return {"type": "Feature", "id": f"f{i}", "properties": {key: text}, "geometry": point}

    return {"type": "FeatureCollection", "features": [feature(i, text) for i, text in enumerate(texts)]}


def popup(m: folium.Map, texts: Sequence[str]) -> None:
    for place, text in _places(texts):
        folium.Marker(place, popup=folium.Popup(text)).add_to(m)


def lazy_popup(m: folium.Map, texts: Sequence[str]) -> None:
    for place, text in _places(texts):
        folium.CircleMarker(place, popup=folium.Popup(text, lazy=True)).add_to(m)


def popup_in_cluster(m: folium.Map, texts: Sequence[str]) -> None:
    cluster = MarkerCluster(disableClusteringAtZoom=1).add_to(m)
    for place, text in _places(texts):
        folium.Marker(place, popup=text).add_to(cluster)


def tooltip(m: folium.Map, texts: Sequence[str]) -> None:
    for place, text in _places(texts):
        folium.CircleMarker(place, tooltip=text).add_to(m)


def geojson_popup(m: folium.Map, texts: Sequence[str]) -> None:
    folium.GeoJson(_features(texts), popup=folium.GeoJsonPopup(["name"], labels=False)).add_to(m)


def geojson_tooltip(m: folium.Map, texts: Sequence[str]) -> None:
    folium.GeoJson(_features(texts), tooltip=folium.GeoJsonTooltip(["name"], labels=False)).add_to(m)


def geojson_alias(m: folium.Map, texts: Sequence[str]) -> None:
    for text in texts:
        tip = folium.GeoJsonTooltip(["name"], aliases=[text])
        folium.GeoJson(_features(["x"]), tooltip=tip).add_to(m)


def div_icon(m: folium.Map, texts: Sequence[str]) -> None:
    for place, text in _places(texts):
        folium.Marker(place, icon=folium.DivIcon(html=text)).add_to(m)


def layer_name(m: folium.Map, texts: Sequence[str]) -> None:
    for text in texts:
        folium.FeatureGroup(name=text).add_to(m)
    folium.LayerControl(collapsed=False).add_to(m)


def attribution(m: folium.Map, texts: Sequence[str]) -> None:
    for text in texts:
        folium.TileLayer("data:,", attr=text).add_to(m)


SHOWN: tuple[Sink, ...] = (
    popup,
    lazy_popup,
    popup_in_cluster,
    tooltip,
    geojson_popup,
    geojson_tooltip,
    geojson_alias,
    div_icon,
    layer_name,
    attribution,
)


def legend(m: folium.Map, texts: Sequence[str]) -> None:
    everything = " ".join(texts)
    entries = [Entry(text, "#0F766E") for text in texts]
    map_key([LegendSection(everything, entries)], everything, everything, Reader("en")).add_to(m)


def hidden_property(m: folium.Map, texts: Sequence[str]) -> None:
    folium.GeoJson(_features(texts), style_function=lambda _: {"color": "red"}).add_to(m)


def column_name(m: folium.Map, texts: Sequence[str]) -> None:
    for text in texts:
        folium.GeoJson(_features(["x"], key=text), style_function=lambda _: {"color": "red"}).add_to(m)


def feature_id(m: folium.Map, texts: Sequence[str]) -> None:
    data = _features(texts)
    for feature, text in zip(data["features"], texts, strict=True):
        feature["id"] = text
    folium.GeoJson(data, style_function=lambda f: {"weight": len(f["id"])}).add_to(m)


NEVER_SHOWN: tuple[Sink, ...] = (hidden_property, column_name, feature_id)

# Opens whatever opens on a click or under the pointer, layer by layer, and reads what then stands there.
REVEAL = """() => {
    const map = Object.values(window).find(v => v instanceof L.Map);
    const leaves = [];
    map.eachLayer(l => { if (l.getLatLng && !(l instanceof L.Popup) && !(l instanceof L.Tooltip)) leaves.push(l); });
    const texts = [...document.querySelectorAll(
        '.leaflet-marker-icon, .leaflet-control-layers label, .leaflet-control-attribution, .siteplan-key *'
    )].map(e => e.textContent);
    for (const leaf of leaves) {
        for (const event of ['mouseover', 'click']) leaf.fire(event, {latlng: leaf.getLatLng()}, true);
        texts.push(...[...document.querySelectorAll('.leaflet-popup-content, .leaflet-tooltip')]
            .map(e => e.textContent));
        leaf.fire('mouseout', {}, true);
    }
    return {texts: [document.title, ...texts], drawn: leaves.length, page: document.documentElement.innerText};
}"""


def _map(sink: Sink, texts: Sequence[str]) -> folium.Map:
    m = folium.Map([23.5, 113], tiles=None, zoom_start=7, maxZoom=18, zoomAnimation=False)
    sink(m, texts)
    return m


def _without_policy(html: str) -> str:
    """The page as the app shows it: no policy stands behind the escaping there."""
    policy = html[html.index("<meta http-equiv") : html.index('<meta name="referrer"')]
    return html.replace(policy, "")


def _said(text: str) -> str:
    return " ".join(text.split())


def _assert_nothing_ran(watched: object) -> None:
    watched.page.wait_for_timeout(50)  # an image's onerror comes a moment later
    assert watched.page.evaluate("window.ran") is None
    assert watched.dialogs == []
    assert watched.errors == []
    assert watched.requests == []


@pytest.mark.parametrize("sink", [*SHOWN, legend], ids=lambda sink: sink.__name__)
def test_text_is_shown_as_written(sink: Sink, watched: object, tmp_path: Path) -> None:
    html = render_offline(_map(sink, [esc(text) for text in PAYLOADS] if sink is not legend else PAYLOADS), "t", "en")

    page = watched.open(_without_policy(html), tmp_path / "map.html")
    seen = page.evaluate(REVEAL)

    shown = [_said(text) for text in seen["texts"]]
    missing = [text for text in PAYLOADS if not any(_said(text) in s for s in shown)]
    assert missing == []
    assert not any("49" in text for text in [*shown, seen["page"]])
    _assert_nothing_ran(watched)


def test_text_on_a_plans_map_is_shown_as_written(watched: object, tmp_path: Path) -> None:
    """Names of sites, formats and study, on the map that draws as the app does; no policy stands behind it."""
    everything = " ".join(PAYLOADS)
    html = plan_page(tiny_plan(everything), Reader("en"))
    page = watched.open(_without_policy(html), tmp_path / "map.html")
    page.wait_for_selector(".siteplan-state", state="hidden")
    map_ = "document.querySelector('.siteplan-map').siteplanMap"
    for kind in ("new", "own"):
        page.evaluate(f"() => {map_}.tellOf({map_}.marks.find(({{site}}) => site.kind === '{kind}').site)")
        assert _said(everything) in _said(page.locator(".leaflet-popup-content").last.text_content())
    assert "49" not in page.locator(".siteplan-legend").inner_text()
    _assert_nothing_ran(watched)


@pytest.mark.parametrize("sink", NEVER_SHOWN, ids=lambda sink: sink.__name__)
def test_text_that_is_not_shown_is_inert_even_unescaped(sink: Sink, watched: object, tmp_path: Path) -> None:
    html = render_offline(_map(sink, PAYLOADS), "t", "en")

    page = watched.open(_without_policy(html), tmp_path / "map.html")

    assert page.evaluate(REVEAL)["drawn"] == len(PAYLOADS)
    _assert_nothing_ran(watched)


def test_title_is_shown_as_written(watched: object, tmp_path: Path) -> None:
    title = " ".join(PAYLOADS)
    page = watched.open(_without_policy(render_offline(_map(popup, []), title, "en")), tmp_path / "map.html")
    assert _said(page.title()) == _said(title)
    assert page.get_by_role("main").get_attribute("aria-label") == title
    _assert_nothing_ran(watched)


@pytest.mark.parametrize("sink", SHOWN, ids=lambda sink: sink.__name__)
def test_the_alarm_works_and_the_policy_holds_where_escaping_was_forgotten(
    sink: Sink, watched: object, tmp_path: Path
) -> None:
    html = render_offline(_map(sink, [PAYLOADS[0]]), "t", "en")

    page = watched.open(_without_policy(html), tmp_path / "bare.html")
    page.evaluate(REVEAL)
    page.wait_for_function("window.ran === 1", timeout=5000)

    watched.requests.clear()
    page = watched.open(html, tmp_path / "map.html")
    assert page.evaluate(REVEAL)["page"] is not None
    page.wait_for_timeout(100)
    assert page.evaluate("window.ran") is None
    assert watched.requests == []


@pytest.mark.parametrize("sink", SHOWN, ids=lambda sink: sink.__name__)
def test_no_text_is_compiled_on_the_server_even_unescaped(sink: Sink) -> None:
    """A template that is compiled shouts, or, left open, is an error."""
    html = render_offline(_map(sink, ["{{ 'sh' + 'out' }}", "{% for x in y %}"]), "t", "en")
    assert "shout" not in html
    assert "{% for x in y %}" in html
