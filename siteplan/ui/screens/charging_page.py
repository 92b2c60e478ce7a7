"""The charging page: what zones lack, where stations are, and which candidates would win most sessions."""

from __future__ import annotations

from functools import partial

import streamlit as st

from siteplan.charging.charging_market import ChargingMarket
from siteplan.groundwork import Groundwork
from siteplan.present.livemap.theme_maps import charging_records, charging_rows
from siteplan.present.livemap.zone_layers import LAYERS
from siteplan.present.maps.charging_marks import MOST_STATIONS
from siteplan.present.model_text.charging_words import charging_notes
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui.markdown import plain
from siteplan.ui.parts import live_map, thememap
from siteplan.ui.parts.charging_tables import county_table, option_table
from siteplan.ui.parts.grid import show_grid, show_plain

__all__ = ["OPTIONS", "show"]

MAP_HEIGHT = 440
TABLE_HEIGHT = 320
FILES = 'stations = { path = "stations.csv", source = "…", date = "…" }'
KEY = "charging"
LAYERS_SHOWN, CONTROL = ("gap", "access"), 56
OPTIONS = (
    v.SITE, v.FORMAT, v.SESSIONS, v.CHARGER_USED, v.GAP_CLOSED, v.LEADS, v.FROM_LEADS, v.CITY,
)  # fmt: skip
COUNTIES = (v.COUNTY, v.CHARGING_GAP, v.CHARGING_LACK)


def show(world: World, reader: Reader) -> None:
    """Show charging as today's stations serve it, and what a candidate would add; or what the study lacks for it."""
    charging = world.ground.charging
    if charging is None:
        _show_nothing(reader)
        return
    _show_figures(charging, reader)
    left, right = st.columns([19, 11], gap="small")
    with left:
        _show_map(world, reader)
    with right, live_map.beside_map(MAP_HEIGHT - CONTROL, CONTROL):
        _show_counties(world.ground, charging, reader)
    _show_options(world.ground, charging, reader)


@st.fragment
def _show_map(world: World, reader: Reader) -> None:
    _ = reader.gettext
    layer = st.segmented_control(
        _("Colour by"), LAYERS_SHOWN, format_func=lambda name: _(LAYERS[name].name), default="gap", required=True,
        label_visibility="collapsed", key="charging-layer", persist_state="session",
    )  # fmt: skip
    records = partial(charging_records, world.ground, reader)
    thememap.show(world, layer, KEY, records, charging_rows(world.ground, reader), reader, MAP_HEIGHT - CONTROL)


def _show_nothing(reader: Reader) -> None:
    _ = reader.gettext
    st.info(_("This study names no charging stations, so access to charging cannot be computed."))
    st.write(
        _(
            "Give a table of stations with site_id, lon and lat, and piles (how many can charge at once) or kw (of "
            "all piles together), and name it in study.toml under [files]:"
        )
    )
    st.code(FILES, language="toml")


def _show_figures(charging: ChargingMarket, reader: Reader) -> None:
    _ = reader.gettext
    asked, gap = float(charging.zones["demand"].sum()), float(charging.zones["gap"].sum())
    demand, supply, lacking, part = st.columns(4)
    demand.metric(_("Demand, sessions/day"), amount(asked, "", reader))
    supply.metric(_("Capacity of stations, sessions/day"), amount(float(charging.stations["supply"].sum()), "", reader))
    lacking.metric(_("Charging gap, sessions/day"), amount(gap, "", reader))
    part.metric(_("Gap, share of demand"), share(gap / asked if asked > 0 else None, reader))
    for note in charging_notes(charging, reader):
        st.caption(plain(note))
    if len(charging.stations) > MOST_STATIONS:
        said = _("The map shows the {n} largest of {all} stations.")
        st.caption(said.format(n=f"{MOST_STATIONS:,}", all=f"{len(charging.stations):,}"))


def _show_counties(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> None:
    _ = reader.gettext
    st.markdown(f"## {_('Largest charging gaps')}")
    counties = county_table(ground, charging, reader)
    if counties.empty:
        st.write(_("There is no charging gap."))
        return
    show_plain(counties, COUNTIES, reader, _("Counties with the largest gap first"))


def _show_options(ground: Groundwork, charging: ChargingMarket, reader: Reader) -> None:
    _ = reader.gettext
    if charging.options.empty:
        st.info(_("No candidate may open with a format that charges."))
        return
    label = _("Charging candidates, most sessions first")
    show_grid(option_table(ground, charging, reader), OPTIONS, reader, label, height=TABLE_HEIGHT)
    st.caption(
        _(
            "Each is evaluated alone, beside today's stations. Vehicles a year from leads are not part of a "
            "plan's capture."
        )
    )
