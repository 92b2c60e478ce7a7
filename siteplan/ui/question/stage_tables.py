"""Grids of a question: new sites by tier and format, phases, outlooks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.question import question_vocabulary as q
from siteplan.present.question.asked_question import Ask, Quota
from siteplan.present.question.quota_grid import quota_grid, quotas_in
from siteplan.present.question.stage_rows import OUTLOOK_CELLS, PHASE_CELLS, Cell, as_asked, stage_rows
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.reader import Reader
from siteplan.ui.markdown import plain
from siteplan.ui.question.draft import key

__all__ = ["ask_outlooks", "ask_phases", "ask_quotas"]


def ask_quotas(own: Ask, ground: Groundwork, reader: Reader) -> dict[tuple[str, str], Quota]:
    """Ask how many new sites of each format may open in each tier."""
    _, study = reader.gettext, ground.study
    there = set(ground.market.candidates["tier"])
    tiers = ["", *(tier for tier in study.tiers.order or sorted(there) if tier)]
    formats = ["", *study.formats]
    text = st.column_config.TextColumn
    grid = quota_grid(own.quotas, tiers, formats)
    grid.insert(0, "tier_name", [_("all tiers") if not tier else reader.tier_name(tier) for tier in tiers])
    edited: pd.DataFrame = st.data_editor(
        grid,
        hide_index=True,
        key=key("quotas"),
        alt=_("New sites by tier and format"),
        disabled=["tier_name"],
        placeholder="",
        column_config={
            "tier_name": text(v.TIER.label(reader), width=90),
            **{name: text(reader.format_name(name) if name else _("all formats"), width=95) for name in formats},
        },
    )
    quotas, unread = quotas_in(edited.drop(columns="tier_name"))
    st.caption(_("2-5: from two to five; ≥3: three or more; ≤4: four at most; 6: exactly six; empty: no limit."))
    for tier, name, cell in unread:
        said = _("{cell} in {tier}, {format} cannot be read and asks nothing. Write 2-5, ≥3, ≤4 or 6.")
        st.warning(plain(said.format(cell=cell, tier=reader.tier_name(tier), format=reader.format_name(name))))
    return quotas


def ask_phases(asked: Ask, own: Ask, reader: Reader) -> Ask:
    """Ask for the phases of a roll-out; none for all at once."""
    _ = reader.gettext
    text, number, money = st.column_config.TextColumn, st.column_config.NumberColumn, plain(reader.money_word())
    phases = _rows(own.phases, PHASE_CELLS, "phases", _("Phases"), {
        "name": text(q.STAGE_NAME.label(reader), width=130),
        "start": text(q.FROM_QUARTER.label(reader), help=_("As 2027Q1"), validate=r"^\d{4}Q[1-4]$", width=90),
        "end": text(q.TO_QUARTER.label(reader), validate=r"^\d{4}Q[1-4]$", width=90),
        "budget": number(q.MILLIONS.where(currency=money).label(reader), min_value=0.0, width=130),
        "contingency": number(q.RESERVE.label(reader), min_value=0.0, max_value=99.0, width=100),
        "at_most": number(q.SITES_AT_MOST.label(reader), min_value=0, step=1, format="%d", width=100),
        "staff": number(q.PEOPLE_AT_MOST.label(reader), min_value=0, step=1, format="%d", width=140),
    })  # fmt: skip
    if not phases:
        st.caption(_("No phases: everything opens at once. Add a row for each phase to open sites step by step."))
        return replace(asked, phases=())
    carried = st.checkbox(_("What a phase leaves of its budget the next may spend"), own.carry_over, key=key("carry"))
    return replace(asked, phases=phases, carry_over=carried)


def ask_outlooks(asked: Ask, own: Ask, reader: Reader) -> Ask:
    """Ask which futures may come, and what the plan is chosen for."""
    _ = reader.gettext
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    outlooks = _rows(own.outlooks, OUTLOOK_CELLS, "outlooks", _("Outlooks"), {
        "name": text(q.STAGE_NAME.label(reader), width=170),
        "probability": number(q.LIKELY.label(reader), min_value=0.0, max_value=100.0, width=80),
        **{name: number(column.label(reader), min_value=0.0, width=110) for name, column in q.OF_TODAY.items()},
    })  # fmt: skip
    if not outlooks:
        st.caption(_("No outlooks: the plan is made for the market as it is. Likely shares of all rows make 100 %."))
        return replace(asked, outlooks=(), for_outlooks="expected")
    aims = {
        "expected": _("the mean of all outlooks"), "worst_regret": _("the least regret in any outlook"),
        "cvar": _("the mean of the worst outlooks"), "quantile": _("what is reached in most outlooks"),
    }  # fmt: skip
    known = [aim for aim in aims if aim in ("expected", "worst_regret") or aim == own.for_outlooks]
    chosen = st.selectbox(_("Choose the plan for"), known, known.index(own.for_outlooks), format_func=aims.__getitem__,
                          key=key("for-outlooks"))  # fmt: skip
    return replace(asked, outlooks=outlooks, for_outlooks=chosen)


def _rows(
    own: Sequence[Mapping[str, Any]], cells: Mapping[str, Cell], name: str, alt: str,
    columns: Mapping[str, Any],
) -> tuple[dict[str, Any], ...]:  # fmt: skip
    """Ask for rows that may be added and taken away."""
    edited: pd.DataFrame = st.data_editor(
        stage_rows(own, cells), num_rows="dynamic", key=key(name), alt=alt, placeholder="", column_config=dict(columns),
    )  # fmt: skip
    return as_asked(edited[edited["name"].notna()], own, cells)
