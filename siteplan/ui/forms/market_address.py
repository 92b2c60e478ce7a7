"""The market page in the address: a link opens its filters, layer and site in any browser.

Streamlit's own binding of widgets would write their words, which change with the language, and drop in silence.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from siteplan.groundwork import Groundwork
from siteplan.present.livemap.zone_layers import layers_of
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import session
from siteplan.ui.markdown import plain
from siteplan.ui.parts.filter_choices import LIMITS, SEVERAL, choices, filter_labels

__all__ = ["KEYS", "say", "take", "tell", "understand"]

KEYS = (*SEVERAL, *LIMITS, session.LAYER, session.SITE)
"""Of the address, in its order; each is the key of its widget, too."""
TAKEN = "address-taken"  # in which language
NUMBER = re.compile(r"[0-9]{1,9}(\.[0-9]{1,6})?")  # no sign, no power, no nan, no figures of other scripts
NAMED, LETTERS = 4, 40  # of what is left out: so many are named, with so many letters of each


def take(world: World, reader: Reader) -> None:
    """Let the widgets begin with what the address says: at a visit's first sight of the page, and after Back.

    After a change of language, too: a browser sends what is chosen in the words of the language before. At any other
    time the widgets decide. What the study does not have is left out, and said to be.
    """
    back = bool(getattr(get_script_run_ctx(), "is_history_navigation", False))
    if st.session_state.get(TAKEN) == reader.language and not back:
        return
    st.session_state[TAKEN] = reader.language
    asked = {key: given for key in KEYS if (given := st.query_params.get_all(key))}
    layers, sites = layers_of(world.today), world.ground.market.candidates.index
    known = {session.LAYER: layers, session.SITE: set(sites)}
    values, strange = understand(asked, known, world.ground, reader)
    st.session_state.update((_nothing(layers) if back else {}) | values)
    if strange:
        st.toast(_told(strange, reader), duration="long")


def tell(world: World) -> None:
    """Let the address say what the widgets hold."""
    first = next(iter(layers_of(world.today)), None)
    held = {key: st.session_state.get(key) for key in KEYS}
    ours = say(held | ({session.LAYER: None} if held[session.LAYER] == first else {}))
    now = {key: st.query_params.get_all(key) for key in st.query_params}
    if ours != {key: given for key, given in now.items() if key in KEYS}:
        st.query_params.from_dict({key: given for key, given in now.items() if key not in KEYS} | ours)


def say(held: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return what an address says of the values of widgets, by their keys; of empty ones nothing."""
    several = {key: [*held.get(key, ())] for key in SEVERAL if held.get(key)}
    numbers = {key: [_digits(held[key])] for key in LIMITS if held.get(key) is not None}
    one = {key: [str(held[key])] for key in (session.LAYER, session.SITE) if held.get(key)}
    return several | numbers | one


def understand(
    asked: Mapping[str, Sequence[str]], known: Mapping[str, Collection[str]], ground: Groundwork, reader: Reader
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """Return the values of widgets that an address asks for, by their keys, and key and text of what cannot be.

    `known` are the layers and sites that there are.
    """
    values: dict[str, Any] = {}
    strange: list[tuple[str, str]] = []
    for key in (key for key in KEYS if key in asked):
        given = [*dict.fromkeys(asked[key])]
        if key in SEVERAL:
            there = choices(key, ground, reader, values.get("province", ()), values.get("city", ()))
            good: list[Any] = [text for text in given if text in there]
        elif key in LIMITS:
            good = [text for text in given[-1:] if NUMBER.fullmatch(text) and float(text) <= LIMITS[key]]
        else:
            good = [text for text in given[-1:] if text in known[key]]
        strange += [(key, text) for text in given if text not in good]
        if good:
            values[key] = good if key in SEVERAL else float(good[0]) if key in LIMITS else good[0]
    return values, strange


def _nothing(layers: Sequence[str]) -> dict[str, Any]:
    """Return what widgets hold when an address says nothing."""
    empty: dict[str, Any] = {key: [] for key in SEVERAL} | dict.fromkeys([*LIMITS, session.SITE])
    return empty | ({session.LAYER: layers[0]} if layers else {})


def _digits(x: float) -> str:
    return f"{x:.6f}".rstrip("0").rstrip(".")


def _told(strange: Sequence[tuple[str, str]], reader: Reader) -> str:
    _ = reader.gettext
    labels = {**filter_labels(reader), session.LAYER: _("Colour by"), session.SITE: _("Site")}
    short = [(labels[key], text if len(text) <= LETTERS else f"{text[:LETTERS]}…") for key, text in strange[:NAMED]]
    words = [_("{what}: {value}").format(what=label, value=plain(text)) for label, text in short]
    named = _("; ").join([*words, "…"] if len(strange) > NAMED else words)
    return _("The link asks for what this study does not have; it is left out: {named}").format(named=named)
