"""The question of a visit as it stands: what its form began with, what was changed since, and the way back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

__all__ = [
    "Question",
    "asked_now",
    "begin_with",
    "can_redo",
    "can_undo",
    "has_begun_anew",
    "keep",
    "key",
    "redo",
    "started_with",
    "undo",
]

QUESTION = "question"  # as it stands now: keys of [plan], none for the study's own
START = "question-start"  # what the widgets of this round began with
PAST, FUTURE = "question-past", "question-future"
ROUND = "question-round"  # how often the form has begun anew: its widgets then are new ones, with starts of their own
ALIVE = "limit"  # a widget that the form always has: Streamlit forgets it once another page was shown
BEGUN = "question-begun"  # its sites are those of the question, whatever was marked before
MOST = 100  # questions that are kept for the way back

Question = Mapping[str, Any]


def asked_now() -> Question | None:
    """Return the question as it stands; None for the study's own."""
    return st.session_state.get(QUESTION)


def started_with() -> Question | None:
    """Return what the form's widgets begin with: the question as it stood when they were made."""
    if key(ALIVE) not in st.session_state:  # the page is new, or was left: its widgets have forgotten what they held
        st.session_state[START] = st.session_state.get(QUESTION)
    return st.session_state.get(START)


def keep(question: Question) -> None:
    """Take a question as it stands now; one that differs is a step that can be undone."""
    before = st.session_state.get(QUESTION)
    if before == question:
        return
    if before is not None:
        st.session_state[PAST] = [*st.session_state.get(PAST, []), before][-MOST:]
        st.session_state[FUTURE] = []
    st.session_state[QUESTION] = question


def begin_with(question: Question | None) -> None:
    """Let the form begin once more, with another question; the one that stood there can be had back."""
    before = st.session_state.get(QUESTION)
    if before is not None and before != question:
        st.session_state[PAST] = [*st.session_state.get(PAST, []), before][-MOST:]
        st.session_state[FUTURE] = []
    st.session_state[QUESTION] = question
    _begin_anew()


def can_undo() -> bool:
    """Return whether there is a step to undo."""
    return bool(st.session_state.get(PAST))


def can_redo() -> bool:
    """Return whether there is a step to do again."""
    return bool(st.session_state.get(FUTURE))


def undo() -> None:
    """Go back to the question before the last step."""
    _step(PAST, FUTURE)


def redo() -> None:
    """Do the last step that was undone."""
    _step(FUTURE, PAST)


def _step(source: str, target: str) -> None:
    *rest, asked = st.session_state[source]
    st.session_state[target] = [*st.session_state.get(target, []), st.session_state.get(QUESTION)]
    st.session_state[source] = rest
    st.session_state[QUESTION] = asked
    _begin_anew()


def _begin_anew() -> None:
    """Let the form begin once more with the question as it stands."""
    st.session_state[ROUND] = st.session_state.get(ROUND, 0) + 1
    st.session_state[BEGUN] = True


def has_begun_anew() -> bool:
    """Return whether the form begins with another question in this run; asked once."""
    return bool(st.session_state.pop(BEGUN, False))


def key(name: str) -> str:
    """Return the key of a widget in this round of the form."""
    rounds = st.session_state.get(ROUND, 0)
    return f"{name}-{rounds}" if rounds else name
