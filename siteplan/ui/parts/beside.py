"""Candidates side by side on the market page: choose up to five, read what sets them apart, take it away."""

from __future__ import annotations

import time
from collections.abc import Iterable

import pandas as pd
import streamlit as st

from siteplan.evaluate.alone import Alone, alone
from siteplan.groundwork import Groundwork
from siteplan.market.options import as_given
from siteplan.present.candidates.among_all import among_all
from siteplan.present.candidates.candidate_files import compared_csv, compared_workbook
from siteplan.present.candidates.candidate_tables import farthest_apart, side_table
from siteplan.present.candidates.rank_words import rank_sentences
from siteplan.present.candidates.side_by_side import MOST, SideBySide, option_in, side_by_side
from siteplan.present.text.reader import Reader
from siteplan.store.groundwork_cache import World
from siteplan.ui import own_sites, session
from siteplan.ui.explore import drawn_areas
from siteplan.ui.markdown import plain
from siteplan.ui.parts.candidates import Filters, kept
from siteplan.ui.parts.grid import show_table

__all__ = ["compare", "show"]

SIDES = "side-by-side"  # the part of the page that runs alone
AS_FORMAT = "compared-format"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def compare(sites: Iterable[str]) -> None:
    """Put candidates side by side, as a button asks: they and the card follow, all else stays as it is."""
    session.compare(sites)
    _chosen()


def _chosen() -> None:
    st.rerun([session.SITE, SIDES])


@st.fragment(key=SIDES)
def show(world: World, filters: Filters, reader: Reader) -> None:
    """Let the visitor choose candidates, the first that pass the filters at once; show them side by side."""
    _, world = reader.gettext, own_sites.extended(world)
    ground = world.ground
    st.markdown(f"## {_('Candidates side by side')}")
    _ask(ground, kept(ground, drawn_areas.only_there(filters, world)), reader)
    format_ = _ask_format(ground, reader)
    found = {site: option_in(ground, site, format_) for site in session.compared()}
    options = [option for option in found.values() if option is not None]
    if missing := [site for site, option in found.items() if option is None]:
        st.caption(plain(_("No format fits {sites}: not compared.").format(sites=_(", ").join(missing))))
    if len(options) > 1:
        among, brought = _among(ground, world.key), [_alone(ground, world.key, option) for option in options]
        _show(side_by_side(ground, options, reader, among, brought), reader)


def _ask(ground: Groundwork, listed: pd.Index, reader: Reader) -> None:
    _ = reader.gettext
    candidates = as_given(ground.market.candidates)
    names = reader.shown(candidates, "name")
    known = [site for site in session.compared() if site in names.index][:MOST]
    if known != session.compared():  # those of a study that has changed since
        session.compare(known)
    choice, best = st.columns([8, 2], vertical_alignment="bottom")
    choice.multiselect(
        _("Candidates, two to five"),
        [*map(str, names.index)],
        key=session.COMPARED,
        format_func=lambda site: f"{names[site]} ({site})",
        max_selections=MOST,
        on_change=_chosen,
        select_all=False,
        placeholder=_("choose here, or by “Compare” on a candidate's card"),
        persist_state="session",
    )
    first = [*map(str, listed[:MOST])]
    label, few = _("The first {n} of the table").format(n=len(first)), len(first) < 2
    best.button(label, key="first-of-table", on_click=compare, args=(first,), disabled=few, width="stretch")


def _ask_format(ground: Groundwork, reader: Reader) -> str | None:
    """Ask in which format candidates are compared, where they may open in several; None is each in its first."""
    rows = ground.options[ground.options["site_id"].isin(session.compared()) & (ground.options["change"] == "new")]
    offered = [name for name in ground.study.formats if (rows["format"] == name).any()]
    if len(offered) < 2:
        return None
    format_: str | None = st.segmented_control(
        reader.gettext("In the format, where a candidate offers it"),
        offered,
        format_func=lambda name: plain(reader.format_name(name)),
        key=AS_FORMAT,
    )
    return format_


@st.cache_resource(max_entries=2, show_spinner=False)
def _among(_ground: Groundwork, key: str) -> pd.DataFrame:  # noqa: ARG001 - part of the cache's key
    return among_all(_ground)


@st.cache_resource(max_entries=64, show_spinner=False)
def _alone(_ground: Groundwork, key: str, option: str) -> Alone:  # noqa: ARG001 - part of the cache's key
    return alone(_ground, option)


def _show(found: SideBySide, reader: Reader) -> None:
    _ = reader.gettext
    said = [*rank_sentences(found), farthest_apart(found)]
    st.markdown("\n".join(f"- {plain(sentence)}" for sentence in said if sentence))
    show_table(side_table(found), height="content", key="side-table")
    with st.container(horizontal=True):
        st.download_button(
            _("Candidates as CSV"), lambda: compared_csv(found), "candidates.csv", "text/csv", key="get-compared-csv",
            on_click="ignore",
        )  # fmt: skip
        st.download_button(
            _("Candidates as Excel"), lambda: compared_workbook(found, int(time.time())), "candidates.xlsx", XLSX,
            key="get-compared-xlsx", on_click="ignore",
        )  # fmt: skip
