"""The map of a page about one thing: a layer of zones, and marks of the page's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from siteplan.present.livemap.ground_file import packed_json
from siteplan.present.livemap.theme_maps import Rows, theme_message
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.store.map_files import keep_file, still_kept
from siteplan.ui.parts import live_map

__all__ = ["show"]

Records = Callable[[], list[dict[str, Any]]]


def show(world: World, layer: str, theme: str, records: Records, rows: Rows, reader: Reader, height: int) -> None:
    """Show zones by a layer under the marks of a theme; `rows` of the legend say what these are."""
    figure = live_map.layer_of(world, world.key, layer)
    name = _records(records, world.key, theme, reader)
    if not still_kept(name):  # somebody has emptied the cache
        _records.clear()
        name = _records(records, world.key, theme, reader)
    files = {**live_map.ground_files(world, layer, reader), **live_map.addresses({"sites": name})}
    uncovered = layer == "unmet" and bool(world.today["open"].any())
    said = theme_message(world.ground, figure, rows, files, reader, uncovered)
    live_map.draw_live(said, theme, height, lambda: None)


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs={Reader: lambda reader: reader.language})
def _records(_records: Records, key: str, theme: str, reader: Reader) -> str:  # noqa: ARG001 - parts of the cache's key
    return keep_file(packed_json(_records()), "gz")
