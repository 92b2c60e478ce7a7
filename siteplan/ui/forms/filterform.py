"""What the market page asks, in one row: the map's layer, the filters, and a way back to all."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from siteplan.groundwork import Groundwork
from siteplan.present.livemap.zone_layers import LAYERS, layers_of
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import session
from siteplan.ui.forms import market_address
from siteplan.ui.markdown import plain
from siteplan.ui.parts.candidates import Filters
from siteplan.ui.parts.filter_choices import LIMITS, SEVERAL, choices, counties_in, filter_labels

__all__ = ["ask_filters"]

# Pixels: all but the province stand in one row of a window 1280 wide, in two of one 1024 wide.
WIDE, NARROW = 128, 116


def ask_filters(world: World, reader: Reader) -> tuple[str, Filters]:
    """Ask for the map's layer and what the candidates must be; return both.

    Until it is asked here, the address says; from then on the address follows.
    """
    ground = world.ground
    market_address.take(world, reader)
    row = st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall")
    layer = _ask_layer(row, world, reader)
    filters = _ask(row, ground, reader)
    with row:
        _ask_clear(filters, reader)
    market_address.tell(world)
    return layer, filters


def _ask_layer(row: DeltaGenerator, world: World, reader: Reader) -> str:
    _ = reader.gettext
    return row.selectbox(
        _("Colour by"), layers_of(world.today), format_func=lambda name: _(LAYERS[name].name), key=session.LAYER,
        persist_state="session", width=WIDE,
    )  # fmt: skip


def _ask(row: DeltaGenerator, ground: Groundwork, reader: Reader) -> Filters:
    _ = reader.gettext
    provinces = _several(row, "province", ground, reader)
    cities = _several(row, "city", ground, reader)
    counties = _several(row, "county", ground, reader, provinces, cities)
    places = counties_in(ground)
    return Filters(
        provinces=provinces,
        cities=cities,
        counties=tuple(places[county] for county in counties),
        tiers=_several(row, "tier", ground, reader),
        formats=_several(row, "format", ground, reader),
        rent=_limit(row, "rent", _("{currency}/m²/day").format(currency=reader.money_word()), reader),
        score=_limit(row, "score", _("0 to 100"), reader),
    )


def _several(
    row: DeltaGenerator,
    key: str,
    ground: Groundwork,
    reader: Reader,
    provinces: Collection[str] = (),
    cities: Collection[str] = (),
) -> tuple[str, ...]:
    """Ask for some of what there is; where that is nothing, nobody is asked."""
    names = choices(key, ground, reader, provinces, cities)
    if not names:
        return ()
    return tuple(
        row.multiselect(
            filter_labels(reader)[key],
            list(names),
            key=key,
            format_func=lambda own: names.get(own, own),
            placeholder=reader.gettext("all"),
            persist_state="session",
            wrap=False,
            width=WIDE,
        )
    )


def _limit(row: DeltaGenerator, key: str, unit: str, reader: Reader) -> float | None:
    label, empty, help_ = filter_labels(reader)[key], reader.gettext("any"), plain(unit)
    return row.number_input(
        label, 0.0, LIMITS[key], None, 1.0, key=key, placeholder=empty, help=help_, persist_state="session",
        width=NARROW,
    )  # fmt: skip


def _ask_clear(filters: Filters, reader: Reader) -> None:
    label = reader.gettext("Clear filters")
    st.button(label, key="clear-filters", disabled=filters == Filters(), on_click=_clear)


def _clear() -> None:
    st.session_state.update({key: [] for key in SEVERAL} | dict.fromkeys(LIMITS))
