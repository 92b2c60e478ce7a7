"""Extent: what a map shows at first, once there is room to show it."""

from __future__ import annotations

from branca.element import MacroElement
from folium.template import Template

__all__ = ["Extent"]

Corner = tuple[float, float]
"""Pixels in x and y."""


class Extent(MacroElement):
    """Fits a map to its bounds, and if its page is drawn while it is hidden, as in a tab behind, as soon as it is seen.

    Leaflet finds no zoom where there is no room, and its scale bar ends the page's script then.

    Parameters
    ----------
    bounds : west, south, east, north (degrees)
    before, after : pixels that stay free at the upper left and the lower right, where the map is larger than both
    """

    _template = Template("""
        {% macro script(this, kwargs) %}
            (function (map, bounds, before, after) {
                var fit = function () {
                    var size = map.getSize(), seen = size.x > 0 && size.y > 0;
                    var wide = size.x > before[0] + after[0] && size.y > before[1] + after[1];
                    var free = wide ? {paddingTopLeft: before, paddingBottomRight: after} : {};
                    if (seen) { map.fitBounds(bounds, free); }
                    return seen;
                };
                if (fit()) { return; }
                map.setView(L.latLngBounds(bounds).getCenter(), 7);
                new ResizeObserver(function (changes, watch) {
                    map.invalidateSize();
                    if (fit()) { watch.disconnect(); }
                }).observe(map.getContainer());
            })({{ this._parent.get_name() }}, ...{{ [this.corners, this.before, this.after]|tojson }});
        {% endmacro %}
    """)

    def __init__(self, bounds: tuple[float, float, float, float], before: Corner, after: Corner) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # branca leaves it unannotated
        self._name = "Extent"
        west, south, east, north = bounds
        self.corners = [[south, west], [north, east]]
        self.before, self.after = before, after
