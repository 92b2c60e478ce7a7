"""The map of a plan: today, with it, and what it changes; a click on a site tells of it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from siteplan.evaluate import Plan
from siteplan.present.livemap.cell_file import values_file
from siteplan.present.livemap.ground_file import packed_json
from siteplan.present.livemap.plan_layers import TIMES, VIEWS, PlanLayer, Time, View, plan_layer
from siteplan.present.livemap.plan_message import plan_message, plan_records
from siteplan.present.maps.merged_zones import screen_mosaic
from siteplan.present.phases.phase_map import PhaseSteps
from siteplan.present.text.reader import Reader
from siteplan.store.map_files import keep_file, still_kept
from siteplan.ui.markdown import plain
from siteplan.ui.parts import live_map

__all__ = ["FRAME", "selected_site", "show"]

KEY = "plan-map"
FRAME = "plan-map-frame"  # the part of the page that a click makes anew
SITE = "plan-site"  # of the session: which site was clicked


@st.fragment(key=FRAME)
def show(plan: Plan, key: str, reader: Reader, height: int, on_site: Callable[[str], None] | None = None) -> None:
    """Show a plan on a map; `key` names it among plans. `on_site` hears of the site that was clicked (its id)."""
    layer = _ask(plan, key, reader)
    names = _names(plan, key, layer, reader)
    said = plan_message(plan, layer, live_map.addresses(names), reader)
    step = _step(plan, layer.time, reader)
    selected = {"selected": st.session_state.get(SITE), "step": step}
    live_map.draw_live({**said, **selected}, KEY, height, lambda: _clicked(on_site))


def _ask(plan: Plan, key: str, reader: Reader) -> PlanLayer:
    _ = reader.gettext
    with st.container(horizontal=True, vertical_alignment="bottom"):
        time = st.segmented_control(
            _("Time"), [*TIMES], format_func=lambda name: _(TIMES[name]), default="after", required=True,
            label_visibility="collapsed", key="plan-map-time", persist_state="session",
        )  # fmt: skip
        view = st.segmented_control(
            _("Colour by"), [*VIEWS], format_func=lambda name: _(VIEWS[name]), default="coverage", required=True,
            label_visibility="collapsed", key="plan-map-view", persist_state="session",
        )  # fmt: skip
    return _layer(plan, key, view, time)


def _step(plan: Plan, time: Time, reader: Reader) -> int:
    """Return which step is shown: today, or with the plan; of a plan in phases it is asked for."""
    found = PhaseSteps.of(plan)
    if time == "before" or found is None:
        return int(time != "before")
    control = found.control(reader)
    last = len(control.steps) - 1
    if time == "change":
        return last
    step = st.select_slider(
        control.words[0], range(last + 1), last, format_func=lambda at: control.steps[at]["name"], key="plan-map-step"
    )
    st.caption(plain(control.steps[step]["said"]))
    return int(step)


def _names(plan: Plan, key: str, layer: PlanLayer, reader: Reader) -> dict[str, str]:
    names = _kept(plan, key, layer, reader)
    if not all(map(still_kept, names.values())):  # somebody has emptied the cache
        for made in (_ground, _sites, _values):
            made.clear()
        names = _kept(plan, key, layer, reader)
    return names


def _kept(plan: Plan, key: str, layer: PlanLayer, reader: Reader) -> dict[str, str]:
    values = _values(layer, key, layer.view, layer.time)
    return {**_ground(plan, key), "sites": _sites(plan, key, reader), "layer": values}


@st.cache_resource(max_entries=24, show_spinner=False)
def _layer(_plan: Plan, key: str, view: View, time: Time) -> PlanLayer:  # noqa: ARG001 - part of the cache's key
    return plan_layer(_plan, view, time)


@st.cache_resource(max_entries=24, show_spinner=False)
def _values(_layer: PlanLayer, key: str, view: str, time: str) -> str:  # noqa: ARG001
    return keep_file(values_file(_layer.values, _layer.hatched), "gz")


@st.cache_resource(max_entries=8, show_spinner=False)
def _ground(_plan: Plan, key: str) -> dict[str, str]:  # noqa: ARG001
    return live_map.keep_ground(_plan.market, screen_mosaic(_plan.market.zones), _plan.zones["demand"])


@st.cache_resource(max_entries=12, show_spinner=False, hash_funcs={Reader: lambda reader: reader.language})
def _sites(_plan: Plan, key: str, reader: Reader) -> str:  # noqa: ARG001
    return keep_file(packed_json(plan_records(_plan, reader)), "gz")


def selected_site() -> str | None:
    """Return the site of the plan that was clicked last."""
    site = st.session_state.get(SITE)
    return None if site is None else str(site)


def _clicked(on_site: Callable[[str], None] | None) -> None:
    seen = live_map.clicked(KEY)
    st.session_state[SITE] = seen.get("id")
    if seen and on_site:
        on_site(str(seen["id"]))
