import itertools
import pickle

import branca.element
import folium
import jinja2
import pytest

from siteplan.present.web import make_text_literal


def test_text_given_to_an_element_is_not_a_template() -> None:
    for text in ("{{ 7*7 }}", "{% for %}", "{# gone #}", "a\nb"):
        assert folium.Element(text).render() == text


def test_a_class_keeps_its_own_template() -> None:
    parent = branca.element.Element()
    parent.add_child(branca.element.Html("<b>{{ 7*7 }}</b>"))
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in parent.render()


def test_an_element_stays_literal_when_it_comes_back_from_a_file() -> None:
    element = pickle.loads(pickle.dumps(branca.element.Element("{{ 7*7 }}")))  # noqa: S301 - made here
    assert element.render() == "{{ 7*7 }}"


def test_a_figure_of_subplots_is_still_filled() -> None:
    figure = branca.element.Figure()
    figure.add_subplot(1, 2, 1).add_child(folium.Map([23, 113], tiles=None))
    assert 'class="folium-map"' in figure.render()


def test_an_ordinary_map_is_rendered_as_folium_alone_does(monkeypatch: pytest.MonkeyPatch) -> None:
    """Down to the character: only what would have been compiled twice differs."""

    def rendered() -> str:
        number = itertools.count()

        def new_id() -> str:
            return f"{next(number):032x}"

        monkeypatch.setattr(branca.element.Element, "_generate_id", staticmethod(new_id))
        m = folium.Map([23, 113], zoom_start=8)
        folium.Marker([23, 113], popup="a <b>popup</b>", tooltip="a tip\n").add_to(m)
        point = {"type": "Point", "coordinates": [113, 23]}
        zone = {"type": "Feature", "id": "z", "properties": {"name": "广州"}, "geometry": point}
        zones = {"type": "FeatureCollection", "features": [zone]}
        folium.GeoJson(zones, tooltip=folium.GeoJsonTooltip(["name"])).add_to(m)
        folium.LayerControl().add_to(m)
        return m.get_root().render()

    ours = rendered()
    with monkeypatch.context() as alone:
        alone.setattr(branca.element, "Template", jinja2.Template)
        assert folium.Element("{{ 7*7 }}").render() == "49"
        assert rendered() == ours


def test_a_branca_that_escapes_the_patch_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(branca.element.Element, "render", lambda self: "49")
    with pytest.raises(ImportError, match="requirements"):
        make_text_literal()
