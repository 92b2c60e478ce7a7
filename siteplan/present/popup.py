"""What a click on the map tells: a name and a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium

from siteplan.present.style import MUTED
from siteplan.present.web import esc

__all__ = ["Popup", "feature_popup", "popup_html"]


@dataclass(frozen=True)
class Popup:
    """A name, a line about it, and facts as (what, number); all plain text."""

    name: str
    about: str
    facts: Sequence[tuple[str, str]]


def popup_html(popup: Popup) -> str:
    """Return a popup as HTML, every text in it escaped."""
    rows = "".join(
        f'<tr><td style="color:{MUTED};padding:0 12px 0 0">{esc(what)}</td>'
        f'<td style="text-align:right;white-space:nowrap">{esc(number)}</td></tr>'
        for what, number in popup.facts
    )
    about = f'<div style="color:{MUTED}">{esc(popup.about)}</div>' if popup.about else ""
    return f'<strong>{esc(popup.name)}</strong>{about}<table style="margin-top:4px">{rows}</table>'


def feature_popup() -> folium.GeoJsonPopup:
    """Return what shows the property `popup` of a clicked feature, its tip on the place.

    folium's own style for it, `margin: auto`, takes away the room that Leaflet keeps for the tip: the popup would
    stand 20 pixels too low.
    """
    return folium.GeoJsonPopup(fields=["popup"], labels=False, localize=False, style="", max_width=280)
