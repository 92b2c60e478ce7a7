"""The dialog in which a rule of any kind is added, or opened with all it says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st
from pydantic import ValidationError

from siteplan.data import revised_plan
from siteplan.errors import StudyError
from siteplan.groundwork import Groundwork
from siteplan.present.plan_text.rule_sentences import rule_in_words
from siteplan.present.question.asked_question import ask_of
from siteplan.present.question.rule_fields import RuleField, fields_of, given_of, kind_names
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.rules import KINDS, RuleSpec
from siteplan.ui.markdown import plain
from siteplan.ui.question.draft import asked_now, begin_with
from siteplan.ui.screens.broken_page import show_problems

__all__ = ["edit_rule"]


def edit_rule(position: int | None, ground: Groundwork, reader: Reader) -> None:
    """Open the dialog on the rule at a position of the question as it stands, or on a new one."""
    title = reader.gettext("Add a rule") if position is None else reader.gettext("Change a rule")
    st.dialog(title, width="medium")(_ask)(position, ground, reader)


def _ask(position: int | None, ground: Groundwork, reader: Reader) -> None:
    _ = reader.gettext
    study = _as_asked(ground.study)
    before = None if position is None else _asked_rules(study)[position]
    names = kind_names(reader)
    kinds = list(names) if before is None else [before.kind]
    kind = st.selectbox(_("Kind of rule"), kinds, format_func=names.__getitem__, disabled=before is not None,
                        key=f"rule-kind-{position}")  # fmt: skip
    fields = fields_of(kind, ground.asking(study), reader)
    held = {} if before is None else given_of(fields, before)
    room = st.container(border=True)  # above the fields, so that it is in view however many there are
    told = _answers(fields, held, f"rule-{position}-{kind}", reader)
    with room:
        _offer({"kind": kind, **told}, before, study, reader)


def _offer(told: Mapping[str, Any], before: RuleSpec | None, study: Study, reader: Reader) -> None:
    """Read the rule back, or say what is wrong with it; take it into the question."""
    _ = reader.gettext
    others = [rule for rule in study.plan.rules if rule is not before]
    try:
        rule = KINDS[str(told["kind"])].model_validate(told)
        question = {**(asked_now() or {}), "rules": [one.model_dump(mode="json") for one in (*others, rule)]}
        revised_plan(study, {"rules": question["rules"]})
    except ValidationError:
        st.info(_("Fill in what this rule asks."))
        return
    except StudyError as error:
        show_problems(tuple(error.problems), reader)
        return
    st.markdown(f"**{_('The rule:')}** " + plain(rule_in_words(rule, study, reader)))
    label = _("Add") if before is None else _("Change")
    if st.button(label, type="primary", key="take-rule"):
        begin_with(question)
        st.rerun()


def _answers(fields: Sequence[RuleField], held: Mapping[str, Any], key: str, reader: Reader) -> dict[str, Any]:
    """Ask for every field, filters beside all else; one that is left empty is not in the answer."""
    left, right = st.columns(2)
    rooms = {"names": right, "filters": st.container()}
    answers = {}
    for one in fields:
        with rooms.get(one.kind, left):
            told = _answer(one, held.get(one.name), f"{key}-{one.name}", reader)
        if told not in (None, "", (), {}):
            answers[one.name] = told
    return answers


def _answer(one: RuleField, held: Any, key: str, reader: Reader) -> Any:
    if one.kind == "filters":
        with st.expander(plain(one.label), expanded=bool(held) or one.needed):
            return {part.name: names for part in one.parts
                    if (names := _answer(part, (held or {}).get(part.name), f"{key}-{part.name}", reader))}  # fmt: skip
    if one.kind == "names":
        before = [name for name in held or () if name in one.options]
        said = reader.gettext("all")
        return tuple(
            st.multiselect(one.label, list(one.options), before, one.options.__getitem__, key, placeholder=said)
        )
    if one.kind == "choice":
        known = list(one.options)
        at = known.index(held) if held in known else 0
        return st.selectbox(one.label, known, at, format_func=one.options.__getitem__, key=key)
    if one.kind == "text":
        return st.text_input(one.label, held or "", key=key)
    shown = st.number_input(one.label, value=held, key=key, placeholder=reader.gettext("no limit"))
    return None if shown is None else one.in_study(shown)


def _as_asked(study: Study) -> Study:
    """Return the study under the question as it stands."""
    try:
        return revised_plan(study, asked_now() or {})
    except StudyError:
        return study


def _asked_rules(study: Study) -> list[RuleSpec]:
    """Return the rules as the table counts them."""
    return list(ask_of(study).rules)
