import re

import folium
import pytest
from folium.plugins import MiniMap

from siteplan.present.web import map_parts, render_offline


def test_the_page_names_no_other_host() -> None:
    """Links that a reader may follow are no request; nothing else may start with http."""
    html = render_offline(folium.Map([23, 113], tiles=None), "t", "en")
    assert re.findall(r'(?:src|href)="?(?!data:)[^">]*\.(?:js|css)', html) == []
    assert "default-src 'none'" in html


def test_a_plugin_that_is_not_vendored_is_named() -> None:
    m = folium.Map([23, 113], tiles=None)
    MiniMap().add_to(m)
    with pytest.raises(ValueError, match="MiniMap"):
        render_offline(m, "t", "en")


def test_the_same_map_made_twice_is_the_same_text() -> None:
    """folium names its elements at random; here they are numbered."""

    def drawn() -> str:
        m = folium.Map([23, 113], tiles=None)
        shape = {"type": "Polygon", "coordinates": [[[113, 23], [114, 23], [114, 24], [113, 23]]]}
        folium.GeoJson(shape, style_function=lambda _: {"color": "red"}).add_to(folium.FeatureGroup("zones").add_to(m))
        return render_offline(m, "t", "en")

    assert drawn() == drawn()


def test_a_map_can_be_rendered_again() -> None:
    m = folium.Map([23, 113], tiles=None)
    folium.Marker([23, 113], popup="p").add_to(m)
    assert render_offline(m, "t", "en") == render_offline(m, "t", "en")


def test_the_box_and_switches_of_the_map_are_kept() -> None:
    m = folium.Map([23, 113], tiles=None, width=300, height="50%", font_size="13px", disable_3d=True)
    parts = map_parts(m)
    styles = "\n".join(parts.styles)
    assert re.search(r"#map_\d+ \{ position: relative; width: 300.0px; height: 50.0%", styles)
    assert "font-size: 13px" in styles
    assert parts.scripts[0] == "L_NO_TOUCH = false; L_DISABLE_3D = true;"


def test_the_style_of_a_whole_page_stays_out_of_a_report() -> None:
    assert "html, body" not in "".join(map_parts(folium.Map([23, 113], tiles=None)).styles)


def test_only_a_map_in_a_figure_can_be_rendered() -> None:
    m = folium.Map([23, 113], tiles=None)
    m._parent = None
    with pytest.raises(TypeError, match="figure"):
        map_parts(m)
