"""The map of the app: one component whose files are fetched once; a run of a page sends it a few kilobytes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.components.v1 import declare_component
from streamlit.delta_generator import DeltaGenerator

from siteplan.market import Market
from siteplan.present.livemap.cell_file import values_file
from siteplan.present.livemap.ground_file import ground_file, packed_json, zone_file
from siteplan.present.livemap.map_script import map_frame_html, map_style, script_files
from siteplan.present.livemap.site_records import site_records
from siteplan.present.livemap.zone_layers import ZoneFigure, zone_figure
from siteplan.present.maps.merged_zones import Mosaic
from siteplan.present.text.reader import Reader
from siteplan.present.web import VENDOR
from siteplan.store.groundwork_cache import World
from siteplan.store.map_files import keep_file, keep_folder, kept_files, kept_under, still_kept

__all__ = [
    "addresses",
    "beside_map",
    "clicked",
    "draw_live",
    "drawn",
    "ground_files",
    "keep_ground",
    "layer_of",
    "moved",
]

NAME = "siteplan_map"
REST = 400  # pixels of a window that a page keeps for what stands above and below its map
# The script comes by its address, so that a page holds no copy of it; what a mount awaits it may be too late for. What
# could not be fetched is asked for once more by a button: under another address, for a browser keeps what failed.
SHIM = """
export default function ({ data, parentElement, setTriggerValue }) {
  const host = parentElement, state = host.querySelector(".siteplan-state"), [text, again] = state.children;
  host.querySelector(".siteplan-map").style.height = data.height;
  const say = (words, failed) => {
    [state.hidden, text.textContent, again.textContent, again.hidden] = [!words, words, data.words.retry, !failed];
  };
  const fetched = (tag, given) => new Promise((done, failed) => {
    const there = document.querySelector(`${tag}[data-siteplan="${Object.values(given)[0]}"]`);
    if (there?.dataset.loaded) return done();
    const made = there ?? Object.assign(document.createElement(tag), given);
    made.dataset.siteplan = Object.values(given)[0];
    made.addEventListener("load", () => { made.dataset.loaded = 1; done(); });
    made.addEventListener("error", () => { made.remove(); failed(new Error(made.dataset.siteplan)); });
    if (!there) document.head.append(made);
  });
  const forget = () => {
    const made = host.siteplanMap;
    delete host.siteplanMap;
    made?.then((map) => map.remove(), () => {});
  };
  const show = (tries) => {
    if (!host.siteplanMap) say(data.words.loading);
    const script = new URL(data.script + (tries ? "?" + tries : ""), document.baseURI).href;
    host.siteplanMap ??= Promise.all([
      fetched("script", { src: data.leaflet + ".js" }),
      fetched("link", { href: data.leaflet + ".css", rel: "stylesheet" }),
      import(script),
    ]).then(([, , module]) => module.mount(host, data));
    host.siteplanMap.then((map) => map.update(data, setTriggerValue)).then(() => say(""), (error) => {
      console.warn(error);
      forget();
      say(data.words.failed, true);
      again.onclick = () => show((tries || 0) + 1);
    });
  };
  show(0);
  return forget;
}
"""


def draw_live(
    message: Mapping[str, Any],
    key: str,
    height: int,
    on_click: Callable[[], None],
    on_moved: Callable[[], None] | None = None,
    on_drawn: Callable[[], None] | None = None,
) -> None:
    """Draw the map of a message (see live_message, ByHand); what is done on it is told in the callbacks.

    `clicked`, `moved` and `drawn` say in them what it was. It is `height` pixels high, in a high window more.
    """
    addresses = {"script": f"{_base()}{_script()}/livemap.js", "leaflet": f"{_vendor()}leaflet/leaflet"}
    _component()(
        key=key,
        data={**message, **addresses, "height": _tall(height)},
        on_clicked_change=on_click,
        on_moved_change=on_moved or _nothing,
        on_drawn_change=on_drawn or _nothing,
    )


def beside_map(height: int, more: int = 0) -> DeltaGenerator:
    """Return a box as high as a map of this height and `more` pixels, whatever the window's height is."""
    key = f"beside-map-{height}"
    tall = f"calc({_tall(height)} + {more}px) !important"  # of the box, and of what Streamlit puts around it
    st.html(f"<style>.st-key-{key} {{ height: {tall}; }} div:has(> .st-key-{key}) {{ flex-basis: {tall}; }}</style>")
    return st.container(height=height + more, border=True, key=key)


def _tall(height: int) -> str:
    return f"max({height}px, calc(100vh - {REST}px))"


def clicked(key: str) -> dict[str, Any]:
    """Return what was clicked on the map: kind ("candidate", "own", "rival", "trial") and id; empty for nothing.

    In mode "add" it is a place within the zones, too: kind "land", lon and lat (degrees).
    """
    return dict(st.session_state[key].clicked or {})


def moved(key: str) -> dict[str, Any]:
    """Return the visitor's site that was dragged: id, and lon and lat (degrees) of where it was put down."""
    return dict(st.session_state[key].moved or {})


def drawn(key: str) -> dict[str, Any]:
    """Return the area that was drawn: `ring`, its corners as [lon, lat] (degrees), three or more."""
    return dict(st.session_state[key].drawn or {})


def _nothing() -> None:
    """Do nothing: a trigger without a callback is not kept."""


def addresses(names: Mapping[str, str]) -> dict[str, str]:
    """Return where a browser finds kept files."""
    return {name: f"{_base()}{file}" for name, file in names.items()}


def ground_files(world: World, layer: str, reader: Reader) -> dict[str, str]:
    """Return the addresses of a study's files: cells, ground, sites, and the layer's figures."""
    names = _named(world, layer, reader)
    if not all(map(still_kept, names.values())):  # somebody has emptied the cache
        for made in (_ground, _sites, _values):
            made.clear()
        names = _named(world, layer, reader)
    return addresses(names)


def _named(world: World, layer: str, reader: Reader) -> dict[str, str]:
    return {
        **_ground(world, world.key),
        "sites": _sites(world, world.key, reader),
        "layer": _values(world, world.key, layer),
    }


@st.cache_resource(max_entries=32, show_spinner=False)
def layer_of(_world: World, key: str, layer: str) -> ZoneFigure:  # noqa: ARG001 - part of the cache's key
    """Return a layer of the study; `key` names its state."""
    ground = _world.ground
    return zone_figure(layer, ground.market.zones, _world.today, ground.study.charging.needed)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ground(_world: World, key: str) -> dict[str, str]:
    market, demand = _world.ground.market, _world.today["demand"]
    return kept_under(key, lambda: keep_ground(market, _world.mosaic, demand))


def keep_ground(market: Market, mosaic: Mosaic, demand: pd.Series) -> dict[str, str]:
    """Keep the files of a market's cells and ground; `demand` is that of its zones (vehicles/year)."""
    cells = zone_file(market.zones, mosaic, demand.to_numpy())
    return {"cells": keep_file(cells, "gz"), "ground": keep_file(ground_file(market, mosaic), "gz")}


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs={Reader: lambda reader: reader.language})
def _sites(_world: World, key: str, reader: Reader) -> str:  # noqa: ARG001
    return keep_file(packed_json(site_records(_world.ground, reader)), "gz")


@st.cache_resource(max_entries=32, show_spinner=False)
def _values(_world: World, key: str, layer: str) -> str:
    return keep_file(values_file(layer_of(_world, key, layer).values, _world.today["open"].to_numpy()), "gz")


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component(
        NAME,
        html=map_frame_html(),
        css=map_style(),
        js=SHIM,
        isolate_styles=False,
    )


def _script() -> str:
    """Return the folder of the scripts beside the files, named by what they hold: a browser keeps none that is old."""
    return keep_folder(script_files())


def _base() -> str:
    declare_component("kept", path=str(kept_files()))
    return f"{_root()}/component/{__name__}.kept/"


def _vendor() -> str:
    declare_component("vendor", path=str(VENDOR))
    return f"{_root()}/component/{__name__}.vendor/"


def _root() -> str:
    path = str(st.get_option("server.baseUrlPath")).strip("/")
    return f"/{path}" if path else ""
