"""The form of the plan page: goal, budget, floors, quotas, when to stop."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.jobs.job_limits import limits
from siteplan.present.plan_text.sentences import percent
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.goals import goal_text
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import OBJECTIVES, Objective, with_objective
from siteplan.ui.forms.plan_question import Ask, Floor
from siteplan.ui.forms.read_back import floor_name
from siteplan.ui.markdown import plain

__all__ = ["begin_anew", "floor_key", "form"]

QUOTAS = "quotas"  # the editor; its edits are kept beside it, for the editor forgets them on another page
START, EDITED = "quotas-start", "quotas-edited"
ROUND = "question-round"  # how often the form has begun anew: its widgets then are new ones, with starts of their own
MONEY = 1e6
_QUOTA_ROW, _FEWEST, _MOST = 35, 4, 12  # pixels of a row of quotas, rows that are seen without scrolling


def begin_anew() -> None:
    """Let the form begin once more with the question it is given, whatever was changed before."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1


def form(ground: Groundwork, own: Ask, reach: pd.DataFrame, reader: Reader) -> Ask:
    """Ask the planner; the question `own` stands there at first. `reach` is that of its floors."""
    _ = reader.gettext
    left, right = st.columns([7, 8], gap="medium")
    with left:
        objective = _objective(own, ground, reader)
        budget = _budget(own, reader)
        asked = replace(own, objective=objective, budget=budget, floors=_floors(own, ground, reach, reader))
    with right:
        quotas = _quotas(own, ground, reader)
        gap, seconds = st.columns(2)
        stop = gap.number_input(
            _("Stop when proven within, %"), 0.01, 50.0, own.gap * 100, 0.1, key=_key("gap"), persist_state="session"
        )
        most = max(limits().seconds, ground.study.plan.time_limit)
        limit = seconds.number_input(
            _("Stop after, seconds"), 1.0, most, min(own.time_limit, most), 10.0, "%.0f",
            key=_key("limit"), persist_state="session",
        )  # fmt: skip
    return replace(asked, quotas=quotas, gap=stop / 100, time_limit=min(limit, most))


def floor_key(i: int) -> str:
    """Return the key of the widget of the i-th floor."""
    return _key(f"floor-{i}")


def _key(name: str) -> str:
    """Return the key of a widget in this round of the form."""
    rounds = st.session_state.get(ROUND, 0)
    return f"{name}-{rounds}" if rounds else name


def _objective(own: Ask, ground: Groundwork, reader: Reader) -> Objective:
    _ = reader.gettext
    study, known = ground.study, list(OBJECTIVES)
    chosen: Objective = st.selectbox(
        _("Goal"),
        known,
        known.index(own.objective),
        format_func=lambda name: goal_text(with_objective(study, name), reader),
        key=_key("objective"),
        persist_state="session",
    )
    return chosen


def _budget(own: Ask, reader: Reader) -> float | None:
    _ = reader.gettext
    given = st.number_input(
        _("Budget, million {currency}").format(currency=plain(reader.money_word())),
        min_value=0.1,
        value=None if own.budget is None else own.budget / MONEY,
        step=5.0,
        format="%.1f",
        placeholder=_("no limit"),
        key=_key("budget"),
        persist_state="session",
    )
    return None if given is None else given * MONEY


def _floors(own: Ask, ground: Groundwork, reach: pd.DataFrame, reader: Reader) -> tuple[Floor, ...]:
    """Ask for each floor, beside what holds today and what is possible at most."""
    _ = reader.gettext
    floors = []
    for i, floor in enumerate(own.floors):
        today, most = (percent(reach[column].iloc[i], reader) for column in ("today", "most"))
        # A repair may have set it; then the session's value counts, and Streamlit wants no other beside it.
        start: float | Literal["min"] = "min" if floor_key(i) in st.session_state else floor.share * 100
        share = st.number_input(
            _("{floor} at least, %").format(floor=plain(floor_name(floor, ground.study, reader))),
            0.0, 100.0, start, 1.0, "%.1f",
            key=floor_key(i),
            help=_("0: no requirement."),
            persist_state="session",
        )  # fmt: skip
        st.caption(_("today {today}; {most} with every candidate open").format(today=today, most=most))
        floors.append(replace(floor, share=share / 100))
    return tuple(floors)


def _quotas(own: Ask, ground: Groundwork, reader: Reader) -> pd.DataFrame:
    _ = reader.gettext
    editor, start, kept = _key(QUOTAS), _key(START), _key(EDITED)
    if editor not in st.session_state:
        st.session_state[start] = st.session_state.get(kept, own.quotas)
    names, number = st.column_config.MultiselectColumn, st.column_config.NumberColumn
    st.markdown(_("Number of new sites by tier and format"))
    edited: pd.DataFrame = st.data_editor(
        st.session_state[start],
        num_rows="dynamic",
        height=_quota_height(len(st.session_state[start])),
        key=editor,
        alt=_("Quotas"),
        placeholder="",
        column_order=["at_least", "at_most", "tier", "format"],  # figures before texts, so that none runs out of sight
        column_config={
            "tier": names(
                v.TIER.label(reader), help=_("Empty: all"), options=list(ground.study.tiers.order),
                format_func=reader.tier_name,
            ),
            "format": names(
                v.FORMAT.label(reader), help=_("Empty: all"), options=list(ground.study.formats),
                format_func=reader.format_name,
            ),
            "at_least": number(v.AT_LEAST.label(reader), min_value=0, step=1, format="%d"),
            "at_most": number(v.AT_MOST.label(reader), min_value=0, step=1, format="%d"),
        },
    )  # fmt: skip
    st.session_state[kept] = edited
    return edited


def _quota_height(n: int) -> int:
    """Return pixels in which so many quotas stand below their heading, with the row that adds one."""
    return _QUOTA_ROW * (min(max(n, _FEWEST), _MOST) + 2) + 2
