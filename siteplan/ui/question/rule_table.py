"""The rules of a question as one table: what each asks, what holds today, what is possible; more by a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from siteplan.groundwork import Groundwork
from siteplan.present.plan_text.rule_words import rule_value
from siteplan.present.question import question_vocabulary as q
from siteplan.present.question.asked_question import Ask, offered_floors
from siteplan.present.question.read_back import called
from siteplan.present.question.rule_limits import shown_limits, with_limits
from siteplan.present.tables import vocabulary as v
from siteplan.present.text.numbers import NO_NUMBER
from siteplan.present.text.reader import Reader
from siteplan.study.rules import RuleSpec
from siteplan.ui.question.draft import key
from siteplan.ui.question.rule_dialog import edit_rule

__all__ = ["ask_rules", "rules_shown"]

LIMITS = ["at_least", "at_most"]
_ROW, _FEWEST, _MOST = 35, 2, 9  # pixels of a row, rows that are seen without scrolling
_TEXT_WIDTH = 262


def rules_shown(ask: Ask, ground: Groundwork) -> tuple[RuleSpec, ...]:
    """Return the rules that the table shows: those asked, then floors that are usual and not asked."""
    return (*ask.rules, *offered_floors(ground.study, ask.rules))


def ask_rules(ground: Groundwork, own: Ask, reach: pd.DataFrame, reader: Reader) -> tuple[RuleSpec, ...]:
    """Ask for the limits of the rules; `reach` is that of each rule shown."""
    _ = reader.gettext
    shown = rules_shown(own, ground)
    table = _table(shown, len(own.rules), ground, reach, reader)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.markdown(f"**{_('Rules')}**")
        st.space("stretch")
        if st.button(_("Add a rule"), key="add-rule", icon=":material/add:"):
            edit_rule(None, ground, reader)
        menu = st.container(width="content")
    edited: pd.DataFrame = st.data_editor(
        table,
        num_rows="delete",
        hide_index=True,
        height=_height(len(table)),
        key=key("rules"),
        alt=_("Rules"),
        placeholder="",
        disabled=["rule", "unit", "today", "most"],
        column_config=_columns(reader),
    )
    st.caption(_("Type a limit to ask for it, clear it to ask nothing. Most possible: with every candidate open."))
    asked = with_limits(shown, edited)
    with menu:
        _edit_menu(asked, ground, reader)
    return asked


def _table(
    shown: Sequence[RuleSpec], asked: int, ground: Groundwork, reach: pd.DataFrame, reader: Reader
) -> pd.DataFrame:
    """Return a row a rule; a floor that is only offered asks nothing yet."""
    limits = shown_limits(shown, reader)
    limits.loc[limits.index >= asked, LIMITS] = float("nan")
    told = {
        column: [_told(x, unit, reader) for x, unit in zip(reach[column], reach["unit"], strict=True)]
        for column in ("today", "most")
    }
    names = [called(rule, ground.study, reader) for rule in shown]
    return pd.DataFrame({"rule": names, **limits, **told}, index=limits.index)


def _told(x: float, unit: str, reader: Reader) -> str:
    return NO_NUMBER if pd.isna(x) else rule_value(x, unit, reader)


def _columns(reader: Reader) -> dict[str, Any]:
    text, number = st.column_config.TextColumn, st.column_config.NumberColumn
    return {
        "rule": text(v.RULE.label(reader), width=_TEXT_WIDTH),
        "at_least": number(q.AT_LEAST.label(reader), min_value=0.0, width=84),
        "at_most": number(q.AT_MOST.label(reader), min_value=0.0, width=84),
        "unit": text(q.UNIT.label(reader), width=64),
        "today": text(v.TODAY.label(reader), width=72),
        "most": text(q.MOST_POSSIBLE.label(reader), width=108),
    }


def _edit_menu(rules: Sequence[RuleSpec], ground: Groundwork, reader: Reader) -> None:
    """Let one rule be opened with all it says."""
    _ = reader.gettext
    if not rules:
        return
    with st.popover(_("Change a rule")):
        for i, rule in enumerate(rules):
            label = called(rule, ground.study, reader)
            if st.button(label, key=f"edit-rule-{i}", width="stretch"):
                edit_rule(i, ground, reader)


def _height(n: int) -> int:
    """Return pixels in which so many rules stand below their heading."""
    return _ROW * (min(max(n, _FEWEST), _MOST) + 1) + 2
