"""The map's tools: put a site where nobody proposed one, and move it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Literal

import streamlit as st

from siteplan.data.tables.trial_site import TrialSite
from siteplan.groundwork import Groundwork
from siteplan.market.options import as_given
from siteplan.present.livemap.by_hand import ByHand
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import own_sites, session
from siteplan.ui.explore import area_tools, drawn_areas, upload
from siteplan.ui.parts.candidates import Filters
from siteplan.ui.parts.marketmap import Hears

__all__ = ["hears", "show"]

LON, LAT, MODE = "put-lon", "put-lat", "map-mode"


def show(world: World, filters: Filters, reader: Reader, after: Callable[[], None]) -> None:
    """Let the visitor put sites and areas on the map; `after` draws anew what follows it."""
    _ = reader.gettext
    with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
        if world.ground.study.travel.source == "minutes":
            said = _("The study gives its own minutes, which say nothing of other places: no site can be put here.")
            st.caption(said)
        else:
            _ask_mode("add", _("Put a site"), after)
            with st.popover(_("at a place")):
                _ask_place(world, reader)
            upload.show(world, reader)
        _ask_mode("draw", _("Draw an area"), after)
        area_tools.show(own_sites.extended(world), filters, reader, after)


def _ask_mode(mode: str, label: str, after: Callable[[], None]) -> None:
    """Let a tool be taken in hand, or laid down."""
    held = st.session_state.get(MODE) == mode
    kind: Literal["primary", "secondary"] = "primary" if held else "secondary"
    st.button(label, key=f"tool-{mode}", type=kind, on_click=_take, args=(None if held else mode, after))


def _take(mode: str | None, after: Callable[[], None]) -> None:
    st.session_state[MODE] = mode
    after()


def _ask_place(world: World, reader: Reader) -> None:
    """Let a place be typed, for those who know it or use no mouse."""
    _ = reader.gettext
    west, south, east, north = map(float, world.ground.market.zones.total_bounds)
    st.caption(_("Degrees in WGS-84, as GPS gives them."))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(
            _("Longitude"), west - 1, east + 1, (west + east) / 2, 0.01, "%.5f", key=LON, persist_state="session"
        )
        st.number_input(
            _("Latitude"), south - 1, north + 1, (south + north) / 2, 0.01, "%.5f", key=LAT, persist_state="session"
        )
        st.button(_("Put it there"), key="put-site", on_click=_put, args=(world, reader))


def _put(world: World, reader: Reader) -> None:
    if _add_site(world, st.session_state[LON], st.session_state[LAT], reader):
        st.rerun([session.SITE, session.TABLE])


def hears(world: World, reader: Reader, after: Callable[[], None]) -> Hears:
    """Return what lies on the map by hand, and who hears what is done there; `after` draws anew what follows it."""

    def site(site_id: str) -> None:
        session.select_site(site_id)
        after()

    def other(told: Mapping[str, Any]) -> None:
        if told["kind"] == "trial":
            site(str(told["id"]))
        elif told["kind"] == "land":
            _add_site(world, float(told["lon"]), float(told["lat"]), reader)
            after()

    def moved(told: Mapping[str, Any]) -> None:
        _move_site(world, told, reader)
        after()

    def drawn(told: Mapping[str, Any]) -> None:
        if drawn_areas.drawn(told, reader):
            st.session_state[MODE] = None
        after()

    return Hears(site, other, moved, drawn, by_hand=_by_hand(own_sites.extended(world).ground, reader))


def _by_hand(ground: Groundwork, reader: Reader) -> ByHand:
    told = [_told(site, ground, reader) for site in own_sites.trials()]
    return ByHand(told, drawn_areas.polygons(reader), st.session_state.get(MODE))


def _add_site(world: World, lon: float, lat: float, reader: Reader) -> bool:
    """Put a site where the map was clicked, and select it; return whether it may stand there."""
    site_id = own_sites.free_id(world.ground.market)
    name = reader.gettext("My site {n}").format(n=site_id.removeprefix(own_sites.SITE_ID.format(n="")))
    site = TrialSite(site_id, name, lon, lat, _usual_formats(world.ground))
    if own_sites.put(site, world):
        _refuse(reader)
        return False
    st.session_state[MODE] = None
    session.select_site(site_id)
    return True


def _move_site(world: World, seen: Mapping[str, Any], reader: Reader) -> bool:
    """Let a site stand where it was dragged to, and select it; return whether it may."""
    site_id, place = str(seen["id"]), {"lon": float(seen["lon"]), "lat": float(seen["lat"])}
    if own_sites.change(site_id, world, place):
        _refuse(reader)
        return False
    session.select_site(site_id)
    return True


def _refuse(reader: Reader) -> None:
    st.toast(reader.gettext("No site can stand there: the place lies outside the study's zones."), icon="⚠️")


def _told(site: TrialSite, ground: Groundwork, reader: Reader) -> dict[str, Any]:
    _ = reader.gettext
    formats = " · ".join(map(reader.format_name, site.formats))
    facts = _("{formats}; score {score}").format(formats=formats, score=exact(ground.scorecard.score[site.site_id]))
    return {"id": site.site_id, "lon": site.lon, "lat": site.lat, "told": [site.name, facts]}


def _usual_formats(ground: Groundwork) -> tuple[str, ...]:
    """Return the format that most candidates may have, which sells if any does."""
    named = Counter(name for names in as_given(ground.market.candidates)["formats"] for name in names)
    formats = ground.study.formats
    return tuple(sorted(named, key=lambda name: (not formats[name].sells, -named[name]))[:1])
