"""Areas that a visitor has drawn: to choose the sites in them, or to bar them for the visit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import streamlit as st

from siteplan.present.candidates.drawn_area import DrawnArea, exclusions_geojson
from siteplan.present.candidates.marks import SHORTLIST
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import session
from siteplan.ui.explore.drawn_areas import ONLY, areas, inside, set_areas
from siteplan.ui.markdown import plain
from siteplan.ui.parts import beside
from siteplan.ui.parts.candidates import Filters, kept

__all__ = ["show"]

MOST = 5  # candidates side by side


def show(world: World, filters: Filters, reader: Reader, after: Callable[[], None]) -> None:
    """Show what can be done with each area; nothing where there is none."""
    _, there = reader.gettext, areas()
    if not there:
        return
    with st.popover(_("Areas ({n})").format(n=len(there))):
        for area in there:
            _show_area(area, world, filters, reader, after)
        if any(area.barred for area in there):
            st.caption(_("The page Plan lets no site of the study open in a barred area."))
            st.download_button(
                _("Barred areas as exclusions.geojson"), lambda: exclusions_geojson(there), "exclusions.geojson",
                "application/geo+json", key="get-exclusions", on_click="ignore",
            )  # fmt: skip


def _show_area(area: DrawnArea, world: World, filters: Filters, reader: Reader, after: Callable[[], None]) -> None:
    _, _n, key = reader.gettext, reader.ngettext, area.area_id
    inside = [*_best_first(area, world, filters)]
    n = len(inside)
    st.markdown(f"**{plain(area.name)}**: " + _n("{n} candidate", "{n} candidates", n).format(n=n))
    only = st.session_state.get(ONLY) == key
    with st.container(horizontal=True):
        label = _("Show all again") if only else _("Show these alone")
        st.button(label, key=f"only-{key}", on_click=_only, args=(None if only else key, after))
        st.button(_("Shortlist them"), key=f"list-{key}", on_click=_shortlist, args=(inside, after), disabled=not n)
        best, few = inside[:MOST], n < 2
        st.button(_("Compare the best"), key=f"side-{key}", on_click=beside.compare, args=(best,), disabled=few)
        label = _("Let sites open there") if area.barred else _("Bar this area")
        st.button(label, key=f"bar-{key}", on_click=_bar, args=(area, world, after))
        st.button(_("Remove"), key=f"drop-{key}", on_click=_drop, args=(area, world, after))


def _best_first(area: DrawnArea, world: World, filters: Filters) -> list[str]:
    """Return the sites in an area that pass the filters, the best score first."""
    asked = replace(filters, sites=frozenset(inside(area, world)))
    return [str(site) for site in kept(world.ground, asked)]


def _only(area_id: str | None, after: Callable[[], None]) -> None:
    st.session_state[ONLY] = area_id
    after()


def _shortlist(sites: list[str], after: Callable[[], None]) -> None:
    unmarked = [site for site in sites if site not in session.marks()]
    session.mark_all(dict.fromkeys(unmarked, SHORTLIST), ())
    after()


def _bar(area: DrawnArea, world: World, after: Callable[[], None]) -> None:
    set_areas([replace(old, barred=not old.barred) if old.area_id == area.area_id else old for old in areas()], world)
    after()


def _drop(area: DrawnArea, world: World, after: Callable[[], None]) -> None:
    set_areas([old for old in areas() if old.area_id != area.area_id], world)
    after()
