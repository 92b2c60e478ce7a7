"""The area of the selected site: which kind to see, its figures, and what it shares with another site's."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas as gpd
import pandas as pd
import streamlit as st

from siteplan.evaluate.catchments import Catchments, Land, network_of
from siteplan.evaluate.taken_by_site import opened_beside
from siteplan.groundwork import Groundwork
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.area_words import kind_name, level_text
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.tradearea.catchment import KINDS, Catchment, Kind
from siteplan.ui.parts.grid import show_plain

__all__ = ["Area", "chosen_kind", "show"]

KIND = "area-kind"
FIGURES = (v.LEVEL, v.ZONES, v.PEOPLE, v.CAPTURE, v.HELD)
OVERLAP = (v.LEVEL, v.PEOPLE, v.DEMAND, v.OF_THIS, v.OF_OTHER)


@dataclass(frozen=True)
class Area:
    """An area with its figures and its polygons, each by level."""

    catchment: Catchment
    figures: pd.DataFrame
    shapes: gpd.GeoSeries


def chosen_kind() -> Kind:
    """Return the kind of area that this visit sees."""
    kind: Kind = st.session_state.get(KIND, KINDS[0])
    return kind


def show(world: World, land: str, option: str, reader: Reader) -> Area:
    """Let the visitor choose a kind of area of an option and see its figures; `land` names the study's own world."""
    _ = reader.gettext
    kind = st.selectbox(_("Kind of area"), KINDS, format_func=lambda k: kind_name(k, reader), key=KIND)
    area = _area(world, world.key, land, option, kind)
    show_plain(_levels(area.figures, kind, reader), FIGURES, reader, _("Trade area in numbers"))
    _show_overlap(world, land, option, kind, reader)
    return area


@st.cache_resource(max_entries=2, show_spinner=False)
def _land(_ground: Groundwork, key: str) -> Land:  # noqa: ARG001 - part of the cache's key
    return Land(_ground.study, _ground.market)


def _areas(world: World, land: str, options: list[str]) -> Catchments:
    ground = world.ground
    return Catchments(_land(ground, land).beside(ground.market), network_of(ground, opened_beside(ground, options)))


@st.cache_resource(max_entries=64, show_spinner=False)
def _area(_world: World, key: str, land: str, option: str, kind: Kind) -> Area:  # noqa: ARG001 - likewise
    areas = _areas(_world, land, [option])
    found = areas.of(str(_world.ground.options.at[option, "site_id"]), kind)
    return Area(found, areas.figures(found), areas.shapes(found))


@st.cache_resource(max_entries=64, show_spinner=False)
def _overlap(
    _world: World,
    key: str,  # noqa: ARG001 - likewise
    land: str,
    option: str,
    other: str,
    kind: Kind,
) -> pd.DataFrame:
    """Return what two areas share with both sites open; `other` is a facility or an option of a candidate."""
    ids = _world.ground.options["site_id"]
    options = [option, other] if other in ids.index else [option]
    there = str(ids[other]) if len(options) > 1 else other
    return _areas(_world, land, options).overlap_of(str(ids[option]), there, kind)


def _levels(table: pd.DataFrame, kind: Kind, reader: Reader) -> pd.DataFrame:
    return table.rename(columns={"people": v.PEOPLE.name}).assign(
        level=[level_text(kind, float(level), reader) for level in table.index]
    )


def _show_overlap(world: World, land: str, option: str, kind: Kind, reader: Reader) -> None:
    """Let the visitor choose a second site; show what both areas have in common."""
    _ = reader.gettext
    # Asked first, for the names of all other sites are most of what a card would send with each click.
    if not st.toggle(_("Compare with the area of another site"), key="area-shared", persist_state="session"):
        return
    others = _others(world.ground, option, reader)
    other = st.selectbox(
        _("Shared with"),
        list(others),
        format_func=lambda site: others[site],
        index=None,
        placeholder=_("another site, own or candidate"),
        key="area-other",
    )
    if other is None or other not in others:
        return
    shared = _overlap(world, world.key, land, option, other, kind)
    show_plain(_levels(shared, kind, reader), OVERLAP, reader, _("What both areas share"))


def _others(ground: Groundwork, option: str, reader: Reader) -> dict[str, str]:
    """Return the name of each other site by its facility id, or by its first option."""
    site = ground.options.at[option, "site_id"]
    own = reader.shown(ground.market.facilities, "name")
    first = ground.options[ground.options["change"] == "new"].drop_duplicates("site_id")
    first = first[first["site_id"] != site]
    names = reader.shown(ground.market.candidates, "name")
    return {
        **{str(site_id): f"{name} ({site_id})" for site_id, name in own.items()},
        **{str(label): f"{names[s]} ({s})" for label, s in zip(first.index, first["site_id"], strict=True)},
    }
