"""What the market page asks, in one row: the map's layer, the filters, and a way back to all."""

from __future__ import annotations

from collections.abc import Collection, Mapping

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

WEIGHTS = {"province": 1.5, "city": 1.6, "county": 1.6, "tier": 1.3, "format": 1.6}  # of the row's width


def ask_filters(world: World, reader: Reader) -> tuple[str, Filters]:
    """Ask for the map's layer and what the candidates must be; return both.

    Until it is asked here, the address says; from then on the address follows.
    """
    ground = world.ground
    market_address.take(world, reader)
    several = [key for key in SEVERAL if choices(key, ground, reader)]
    cells = st.columns([1.2, *(WEIGHTS[key] for key in several), 0.9, 0.9], gap="xsmall", vertical_alignment="bottom")
    layer = _ask_layer(cells[0], world, reader)
    filters = _ask(dict(zip(several, cells[1:], strict=False)), cells[-2], ground, reader)
    with cells[-1]:
        _ask_clear(filters, reader)
    market_address.tell(world)
    return layer, filters


def _ask_layer(row: DeltaGenerator, world: World, reader: Reader) -> str:
    _ = reader.gettext
    return row.selectbox(
        _("Colour by"), layers_of(world.today), format_func=lambda name: _(LAYERS[name].name), key=session.LAYER,
        persist_state="session",
    )  # fmt: skip


def _ask(row: Mapping[str, DeltaGenerator], last: DeltaGenerator, ground: Groundwork, reader: Reader) -> Filters:
    _ = reader.gettext
    provinces = _several(row, "province", ground, reader)
    cities = _several(row, "city", ground, reader)
    counties = _several(row, "county", ground, reader, provinces, cities)
    places, tiers, formats = (
        counties_in(ground),
        _several(row, "tier", ground, reader),
        _several(row, "format", ground, reader),
    )
    held = sum(st.session_state.get(key) is not None for key in LIMITS)
    with last.popover(_("More ({n})").format(n=held) if held else _("More"), width="stretch"):
        rent = _limit("rent", _("{currency}/m²/day").format(currency=reader.money_word()), reader)
        score = _limit("score", _("0 to 100"), reader)
    return Filters(
        provinces=provinces,
        cities=cities,
        counties=tuple(places[county] for county in counties),
        tiers=tiers,
        formats=formats,
        rent=rent,
        score=score,
    )


def _several(
    row: Mapping[str, DeltaGenerator],
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
        row[key].multiselect(
            filter_labels(reader)[key],
            list(names),
            key=key,
            format_func=lambda own: names.get(own, own),
            placeholder=reader.gettext("all"),
            persist_state="session",
            wrap=False,
        )
    )


def _limit(key: str, unit: str, reader: Reader) -> float | None:
    label, empty, help_ = filter_labels(reader)[key], reader.gettext("any"), plain(unit)
    return st.number_input(
        label, 0.0, LIMITS[key], None, 1.0, key=key, placeholder=empty, help=help_, persist_state="session"
    )


def _ask_clear(filters: Filters, reader: Reader) -> None:
    label, told = reader.gettext("Clear"), reader.gettext("Clear filters")
    st.button(label, help=told, key="clear-filters", disabled=filters == Filters(), on_click=_clear, width="stretch")


def _clear() -> None:
    st.session_state.update({key: [] for key in SEVERAL} | dict.fromkeys(LIMITS))
