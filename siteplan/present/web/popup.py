"""What a click on the map tells: a name and a few numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import folium

from siteplan.present.web import esc

__all__ = ["Popup", "feature_popup", "packed_popups"]


@dataclass(frozen=True)
class Popup:
    """A name, a line about it, and facts as (what, number); all plain text."""

    name: str
    about: str
    facts: Sequence[tuple[str, str]]


def packed_popups(popups: Sequence[Popup]) -> tuple[list[str], list[list[str | None]]]:
    """Return what the facts of a layer's popups are, each once, and the popups: name, about, a number for each fact.

    None stands for a fact that one popup lacks. Every text is escaped; templates/unpacking.js lays them out.
    """
    labels: list[str] = []
    for facts in dict.fromkeys(tuple(what for what, _ in popup.facts) for popup in popups):
        _insert(labels, facts)
    return [esc(label) for label in labels], [_packed(popup, labels) for popup in popups]


def _insert(labels: list[str], facts: Sequence[str]) -> None:
    """Put facts that are not among the labels behind those that they follow."""
    at = 0
    for fact in facts:
        if fact not in labels:
            labels.insert(at, fact)
        at = labels.index(fact) + 1


def _packed(popup: Popup, labels: Sequence[str]) -> list[str | None]:
    numbers = dict(popup.facts)
    known = [esc(numbers[label]) if label in numbers else None for label in labels]
    return [esc(popup.name), esc(popup.about), *known]


def feature_popup() -> folium.GeoJsonPopup:
    """Return what shows the property `popup` of a clicked feature, its tip on the place.

    folium's own style for it, `margin: auto`, takes away the room that Leaflet keeps for the tip: the popup would
    stand 20 pixels too low.
    """
    return folium.GeoJsonPopup(fields=["popup"], labels=False, localize=False, style="", max_width=280)
