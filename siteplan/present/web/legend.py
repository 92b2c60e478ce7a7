"""The key of a map: what colours and shapes mean, a scale bar, sources, and what is synthetic."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from branca.element import MacroElement
from folium.map import Layer
from folium.template import Template

from siteplan.present.text.reader import Reader
from siteplan.present.theme.classes import Classes
from siteplan.present.theme.colours import ACCENT, FONT, INK, MUTED, NO_DATA
from siteplan.present.web.escape import esc
from siteplan.present.web.glyph import Badge, Shape, glyph

__all__ = ["Entry", "LegendSection", "map_key", "ramp"]


@dataclass(frozen=True)
class Entry:
    """One line of a legend: a drawing and what it means (plain text).

    It is shown while one of `layers` is (as the switch of layers names them); always where none is named.
    """

    label: str
    colour: str
    shape: Shape = "patch"
    hollow: bool = False
    badge: Badge = ""
    layers: Sequence[str] = ()


@dataclass(frozen=True)
class LegendSection:
    """A heading (plain text) and its entries; shown while one of `layers` is, and any of its entries."""

    title: str
    entries: Sequence[Entry]
    layers: Sequence[str] = ()


def ramp(title: str, classes: Classes, unit: str, reader: Reader, no_data: bool = False) -> LegendSection:
    """Make the section of a quantity, highest class first; `no_data` adds a line for zones without."""
    _ = reader.gettext
    lines = zip(classes.labels(unit, reader), classes.colours, strict=True)
    entries = [Entry(label, colour) for label, colour in lines][::-1]
    return LegendSection(title, [*entries, Entry(_("no data"), NO_DATA)] if no_data else entries)


def map_key(
    sections: Iterable[LegendSection], sources: str, synthetic: str, reader: Reader, folded: bool = False
) -> MapKey:
    """Make the key of a map, to be added to it: ``map_key(...).add_to(folium_map)``.

    Parameters
    ----------
    sections
        In order from top to bottom.
    sources
        One line of plain text: whose data is shown, and of when.
    synthetic
        One line of plain text: what of it is synthetic; empty if nothing is.
    reader
        Whose language the words are in that the key adds itself.
    folded
        Whether the legend starts closed, on a map that is small.
    """
    _ = reader.gettext
    legend, source, invented = _("Legend"), _("Source"), _("Synthetic data")
    notice = f'<p class="synthetic">{esc(invented)}: {esc(synthetic)}</p>' if synthetic else ""
    body = "".join(_section(section) for section in sections)
    return MapKey(
        f"<details{'' if folded else ' open'}><summary>{esc(legend)}</summary>{body}{notice}</details>",
        f"{esc(source)}: {esc(sources)}",
    )


def _section(section: LegendSection) -> str:
    rows = "".join(
        f"<li{_shown_with(entry.layers)}>{glyph(entry.shape, entry.colour, hollow=entry.hollow, badge=entry.badge)}"
        f"<span>{esc(entry.label)}</span></li>"
        for entry in section.entries
    )
    return f"<section{_shown_with(section.layers)}><h2>{esc(section.title)}</h2><ul>{rows}</ul></section>"


def _shown_with(layers: Sequence[str]) -> str:
    """Return the attribute that names layers as the switch does, whose names are HTML."""
    return f' data-layers="{esc(json.dumps([esc(name) for name in layers]))}"' if layers else ""


POPUP_WIDTH, BUTTONS_WIDTH = 320, 60  # pixels of a popup at most, and of the buttons at the right edge


class MapKey(MacroElement):
    """A Leaflet control that holds a legend, with a scale bar and a line of sources.

    `legend` and `sources` are HTML whose texts have been escaped; make it with `map_key`.
    """

    _template = Template(f"""
        {{% macro header(this, kwargs) %}}
        <style>
            .siteplan-key {{ background: #FFFFFFF2; color: {INK}; padding: 8px 12px; border-radius: 6px;
                box-shadow: 0 1px 4px #0003; font: 12px/1.4 {FONT}; max-width: 240px;
                max-height: 70vh; overflow-y: auto; }}
            .siteplan-key summary {{ cursor: pointer; font-weight: 600; }}
            .siteplan-key summary:focus-visible {{ outline: 2px solid {ACCENT}; }}
            .siteplan-key h2 {{ font-size: 12px; font-weight: 600; margin: 8px 0 2px; }}
            .siteplan-key ul {{ list-style: none; margin: 0; padding: 0; }}
            .siteplan-key li {{ display: flex; gap: 8px; align-items: center; }}
            .siteplan-key svg {{ flex: none; }}
            .siteplan-key [hidden] {{ display: none; }}
            .siteplan-key .synthetic {{ margin: 8px 0 0; color: {MUTED}; font-style: italic; }}
        </style>
        {{% endmacro %}}
        {{% macro script(this, kwargs) %}}
            var {{{{ this.get_name() }}}} = L.control({{position: "bottomleft"}});
            {{{{ this.get_name() }}}}.onAdd = function (map) {{
                var box = L.DomUtil.create("div", "siteplan-key");
                box.innerHTML = {{{{ this.legend|tojson }}}};
                L.DomEvent.disableClickPropagation(box);
                L.DomEvent.disableScrollPropagation(box);
                // popups open between the controls, which would hide their figures; on a narrow map below the legend
                var leave = function () {{
                    var key = box.offsetWidth + 20, wide = map.getSize().x >= key + {POPUP_WIDTH} + {BUTTONS_WIDTH};
                    L.Popup.mergeOptions({{
                        autoPanPaddingTopLeft: [wide ? key : 8, 8], autoPanPaddingBottomRight: [{BUTTONS_WIDTH}, 32]
                    }});
                }};
                map.whenReady(leave);
                map.on("resize", leave);
                box.firstChild.addEventListener("toggle", leave);
                // what is not drawn has no line
                var layers = {{
                    {{% for name, layer in this.named_layers() %}}{{{{ name|tojson }}}}: {{{{ layer }}}},{{% endfor %}}
                }};
                var absent = function (e) {{
                    var named = JSON.parse(e.dataset.layers || "[]");
                    var on = function (name) {{ return name in layers && map.hasLayer(layers[name]); }};
                    return named.length > 0 && !named.some(on);
                }};
                var tell = function () {{
                    box.querySelectorAll("li").forEach(function (e) {{ e.hidden = absent(e); }});
                    box.querySelectorAll("section").forEach(function (e) {{
                        e.hidden = absent(e) || !e.querySelector("li:not([hidden])");
                    }});
                    leave();
                }};
                map.on("overlayadd overlayremove baselayerchange", tell);
                setTimeout(tell, 0);  // once the switch has taken off what is off at first
                return box;
            }};
            {{{{ this.get_name() }}}}.addTo({{{{ this._parent.get_name() }}}});
            L.control.scale({{imperial: false, position: "bottomright"}}).addTo({{{{ this._parent.get_name() }}}});
            {{{{ this._parent.get_name() }}}}.attributionControl.addAttribution({{{{ this.sources|tojson }}}});
        {{% endmacro %}}
    """)

    def __init__(self, legend: str, sources: str) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it unannotated
        self._name = "MapKey"
        self.legend = legend
        self.sources = sources

    def named_layers(self) -> list[tuple[str, str]]:
        """Return the layers that the map's switch names: name and variable."""
        drawn = [] if self._parent is None else self._parent._children.values()
        return [(layer.layer_name, layer.get_name()) for layer in drawn if isinstance(layer, Layer) and layer.control]
