"""The head of the question: read back, run, undo; and what is sure to be wrong with it, each with its remedy."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from siteplan.present.plan_text.rule_words import rule_value
from siteplan.present.question.asked_question import Ask, changes
from siteplan.present.question.findings import both_must_and_never, impossible, lowered
from siteplan.present.question.read_back import called, sentence, whole_question
from siteplan.present.question.rule_limits import turned_of
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.ui.markdown import plain
from siteplan.ui.question import draft

__all__ = ["show_findings", "show_head"]


def show_head(drafted: Study | None, reader: Reader) -> bool:
    """Show the question in words and what can be done with it; return whether it is to be run."""
    _ = reader.gettext
    text, buttons = st.columns([9, 4], vertical_alignment="center")
    with buttons, st.container(horizontal=True, horizontal_alignment="right"):
        _step_button(_("Undo"), ":material/undo:", draft.can_undo(), draft.undo, "undo")
        _step_button(_("Redo"), ":material/redo:", draft.can_redo(), draft.redo, "redo")
        _step_button(_("As the study asks"), ":material/restart_alt:", True, lambda: draft.begin_with(None), "as-study")
        pressed = st.button(_("Run"), type="primary", shortcut="Ctrl+Enter", key="run")
    with text:
        if drafted is None:
            st.error(_("This question cannot be run yet."))
            return False
        st.markdown(f"**{_('Your question:')}** " + plain(sentence(drafted, reader)))
    with st.expander(_("The question part by part")):
        for part, said in whole_question(drafted, reader):
            told = plain(_("; ").join(said)) if said else f":gray[{_('not limited')}]"
            st.markdown(f"**{part}**: {told}")
    return pressed


def _step_button(label: str, icon: str, possible: bool, step: object, key: str) -> None:
    st.button("", icon=icon, help=label, disabled=not possible, on_click=step, key=key)  # type: ignore[arg-type]


def show_findings(ask: Ask, study: Study, reach: pd.DataFrame, reader: Reader) -> None:
    """Say which rules no plan can meet, and offer the most that one can."""
    _ = reader.gettext
    for i in impossible(ask, reach):
        rule, most, unit = ask.rules[i], float(reach["most"].iloc[i]), str(reach["unit"].iloc[i])
        asked = getattr(rule, turned_of(rule).least)
        text = _("{floor}: {asked} is required, but with every candidate open it is {most}. No plan can meet it.")
        told = [rule_value(value, unit, reader) for value in (asked, most)]
        st.warning(plain(text.format(floor=called(rule, study, reader), asked=told[0], most=told[1])))
        mended = lowered(ask, i, most)
        possible = getattr(mended.rules[i], turned_of(rule).least)
        label = _("Change to {share}").format(share=rule_value(possible, unit, reader))
        st.button(label, key=f"repair-{i}", on_click=draft.begin_with, args=(changes(mended, study),))
    for site in both_must_and_never(ask):
        st.warning(plain(_("{site} must open and must not: take it out of one of the two.").format(site=site)))
