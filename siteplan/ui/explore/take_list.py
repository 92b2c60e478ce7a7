"""Candidates to take away as Excel: those that the table shows, and those that are marked."""

from __future__ import annotations

import time
from collections.abc import Mapping

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.candidates import candidate_vocabulary as c
from siteplan.present.candidates.candidate_files import listed_workbook
from siteplan.present.tables.column import table_of
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.ui import own_sites, session
from siteplan.ui.parts.candidates import candidate_columns, candidate_table

__all__ = ["show"]

Told = Mapping[str, str]  # by site_id

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show(ground: Groundwork, listed: pd.Index, reader: Reader) -> None:
    """Offer the listed candidates, and of all candidates the marked ones, as workbooks."""
    _, card = reader.gettext, ground.scorecard
    marked = card.score[card.score.index.isin(session.marks())].sort_values(ascending=False, kind="stable").index
    with st.container(horizontal=True):
        _offer("marked", _("Marked candidates as Excel ({n})"), ground, marked, reader)
        _offer("listed", _("Listed candidates as Excel ({n})"), ground, listed, reader)


def _offer(key: str, label: str, ground: Groundwork, sites: pd.Index, reader: Reader) -> None:
    told = session.marks(), session.notes(), own_sites.origins(reader)  # asked later, nobody's session is at hand
    st.download_button(
        label.format(n=exact(len(sites))), lambda: _workbook(ground, sites, told, reader), "candidates.xlsx", XLSX,
        key=f"get-{key}-xlsx", on_click="ignore", disabled=not len(sites),
    )  # fmt: skip


def _workbook(ground: Groundwork, sites: pd.Index, told: tuple[Told, Told, Told], reader: Reader) -> bytes:
    frame = candidate_table(ground, sites, reader, *told).rename_axis(c.ID.name).reset_index()
    columns = [c.ID, *(column for column in candidate_columns(ground) if column.name in frame)]
    return listed_workbook(table_of(reader.gettext("Candidates"), frame, columns, reader), int(time.time()))
