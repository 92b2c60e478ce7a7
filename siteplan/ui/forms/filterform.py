"""The filters of the market page."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from siteplan.groundwork import Groundwork
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.parts.candidates import Filters

__all__ = ["ask_filters"]


def ask_filters(ground: Groundwork, reader: Reader) -> tuple[DeltaGenerator, Filters]:
    """Ask what the candidates must be; return the place to the left, for what else a page asks, and the answers."""
    _ = reader.gettext
    sites = ground.market.candidates
    study = ground.study
    currency = _("{currency}/m²/day").format(currency=reader.money_word())
    several = sorted({*sites["province"]} - {""})
    first = [3] if len(several) > 1 else []
    left, *province, city, tier, format_, rent, score = st.columns([3, *first, 3, 3, 3, 2, 2], gap="small")
    tiers = [t for t in (*study.tiers.order, "") if t in set(sites["tier"])]
    names = dict(zip(sites["city"], reader.shown(sites, "city"), strict=True))
    return left, Filters(
        provinces=_of_provinces(province[0], several, ground, reader) if province else (),
        cities=_many(city, _("City"), sorted(names), "city", names.__getitem__, _("all")),
        tiers=_many(tier, _("Tier"), tiers, "tier", reader.tier_name, _("all")),
        formats=_many(format_, _("Format"), list(study.formats), "format", reader.format_name, _("all")),
        rent=_limit(rent, _("Rent at most"), "rent", _("any"), currency),
        score=_limit(score, _("Score at least"), "score", _("any"), _("0 to 100")),
    )


def _of_provinces(place: DeltaGenerator, several: Sequence[str], ground: Groundwork, reader: Reader) -> tuple[str, ...]:
    """Ask in which provinces candidates are; where they lie in one, nobody is asked."""
    names, _ = reader.names_of(ground.market.zones, "province"), reader.gettext
    return _many(place, _("Province"), several, "province", lambda own: names.get(own, own), _("all"))


def _many(
    place: DeltaGenerator, label: str, options: Sequence[str], key: str, name: Callable[[str], str], empty: str
) -> tuple[str, ...]:
    return tuple(
        place.multiselect(
            label,
            options,
            key=key,
            format_func=name,
            placeholder=empty,
            persist_state="session",
        )
    )


def _limit(place: DeltaGenerator, label: str, key: str, empty: str, unit: str) -> float | None:
    help_ = plain(unit)
    return place.number_input(
        label, 0.0, None, None, 1.0, key=key, placeholder=empty, help=help_, persist_state="session"
    )
