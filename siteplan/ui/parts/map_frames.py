"""Maps in the app: their scripts served by this server, and what was clicked on them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit_folium import st_folium

from siteplan.present.web import VENDOR, app_assets, opaque_id

if TYPE_CHECKING:
    import folium

__all__ = ["clicked_site", "draw", "serve_scripts"]

# The count makes a second click on the same site news.
RETURNED = ["last_active_drawing", "last_object_clicked_count"]


def serve_scripts() -> None:
    """Let every map of this process ask this server for its scripts, and nobody else.

    A declared component is a folder that Streamlit serves; st_folium's frame is its neighbour, so the way
    there holds under any base path, and no copy of the scripts is needed beside app.py.
    """
    declare_component("vendor", path=str(VENDOR))
    app_assets(f"../{__name__}.vendor/")


def draw(
    base: folium.Map,
    key: str,
    height: int,
    added: list[folium.FeatureGroup],
    view: tuple[tuple[float, float], int] | None,
    on_change: Callable[[], None],
) -> None:
    """Draw a map that tells of clicks; `added` and `view` may change without drawing `base` anew."""
    centre, zoom = view or (None, None)
    with st.container(height=height, border=False):
        st_folium(
            base,
            key=key,
            height=height,
            use_container_width=True,
            returned_objects=RETURNED,
            feature_group_to_add=added,
            center=centre,
            zoom=zoom,
            on_change=on_change,
        )


def clicked_site(seen: Mapping[str, Any], site_ids: Iterable[str]) -> str | None:
    """Return which of these sites was clicked, None for a click on anything else."""
    drawing = seen.get("last_active_drawing") or {}
    key = drawing.get("properties", {}).get("id")
    return next((site for site in site_ids if opaque_id(site) == key), None) if key else None
