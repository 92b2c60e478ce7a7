"""What a visitor says of a site of their own, on its card: name, formats, rent, area, foot traffic."""

from __future__ import annotations

import math

import pandas as pd
import streamlit as st

from siteplan.data.tables.trial_site import TrialSite
from siteplan.present.candidates.own_files import own_candidates_csv
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import own_sites, session
from siteplan.ui.markdown import plain

__all__ = ["show"]

LONGEST = 60  # letters of a name
FACTS = ("rent", "area_m2", "footfall")


def show(site_id: str, world: World, reader: Reader) -> None:
    """Ask what is known of the visitor's own site; `world` is without it."""
    _ = reader.gettext
    mine = own_sites.rows(world)  # here, for nobody's session is at hand where a file is fetched
    site = next(one for one in own_sites.trials() if one.site_id == site_id)
    with st.expander(_("Your site: formats, rent and what else is known")):
        _ask_words(site, world, reader)
        _ask_facts(site, world, reader)
        st.caption(_assumed(site, own_sites.extended(world), reader))
        with st.container(horizontal=True):
            st.button(_("Remove"), key="trial-remove", on_click=_removed, args=(site_id,))
            st.download_button(
                _("My sites as CSV"), lambda: own_candidates_csv(mine), "candidates.csv", "text/csv",
                key="get-own-csv", on_click="ignore",
            )  # fmt: skip


def _ask_words(site: TrialSite, world: World, reader: Reader) -> None:
    _ = reader.gettext
    st.text_input(_("Name"), site.name, LONGEST, key=_key(site, "name"), on_change=_changed, args=(site, "name", world))
    st.multiselect(
        _("Formats"), list(world.ground.study.formats), list(site.formats), key=_key(site, "formats"),
        format_func=lambda name: plain(reader.format_name(name)), on_change=_changed, args=(site, "formats", world),
    )  # fmt: skip


def _ask_facts(site: TrialSite, world: World, reader: Reader) -> None:
    _ = reader.gettext
    labels = {
        "rent": _("Rent, {currency}/m²/day").format(currency=reader.money_word()),
        "area_m2": _("Area, m²"),
        "footfall": _("Foot traffic, visits/day"),
    }
    with st.container(horizontal=True):
        for fact in FACTS:
            st.number_input(
                labels[fact], 0.0, 1e8, getattr(site, fact), key=_key(site, fact), placeholder=_("not known"),
                on_change=_changed, args=(site, fact, world),
            )  # fmt: skip


def _assumed(site: TrialSite, world: World, reader: Reader) -> str:
    """Return what stands for what is not given."""
    _ = reader.gettext
    row, said = world.ground.market.candidates.loc[[site.site_id]], []
    rent = float(row["rent"].iloc[0])
    if site.rent is None and not math.isnan(rent):
        city = plain(reader.shown(pd.DataFrame(row), "city").iloc[0])
        unit = _("{currency}/m²/day").format(currency=reader.money_word())
        text = _("[A] Rent {rent} {unit}: the median of the candidates in {city}.")
        said.append(text.format(rent=exact(rent), unit=plain(unit), city=city))
    if site.footfall is None and "footfall" in world.ground.scorecard.values:
        said.append(_("Foot traffic is not known: it counts as the middle, 50 points."))
    return " ".join(said)


def _changed(site: TrialSite, fact: str, world: World) -> None:
    """Take what was written; a site without a format or a name keeps those it had."""
    value = st.session_state[_key(site, fact)]
    if fact in FACTS or value:
        own_sites.change(site.site_id, world, {fact: tuple(value) if fact == "formats" else value})
    st.rerun([session.SITE, session.TABLE])


def _removed(site_id: str) -> None:
    own_sites.remove(site_id)
    session.select_site(None)
    st.rerun([session.SITE, session.TABLE])


def _key(site: TrialSite, fact: str) -> str:
    return f"trial-{fact}-{site.site_id}"
