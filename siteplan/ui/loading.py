"""The study of this app, read and laid out once for all who visit."""

from __future__ import annotations

import gc
import os
from pathlib import Path

import streamlit as st

from siteplan.data.bundled import bundled_study
from siteplan.data.study_toml.study_file import study_reading
from siteplan.errors import OutputError, Problem, StudyError
from siteplan.pipeline import check_study
from siteplan.store.confined import refuse_outside
from siteplan.store.groundwork_cache import World, stamp, world_of
from siteplan.ui.launch import STUDY_VARIABLE

__all__ = ["study_path", "world"]


def study_path() -> Path:
    """Return where the study lies: as `siteplan app STUDY` said, else the bundled one.

    Raises
    ------
    OutputError
        There is no bundled study.
    """
    given = os.environ.get(STUDY_VARIABLE)
    return Path(given) if given else bundled_study()


def world() -> World | tuple[Problem, ...]:
    """Return the study and what is known of it as its files are now, or all that is wrong with them."""
    try:
        path = study_path()
    except OutputError as error:
        return (Problem("study", str(error), "Name one: siteplan app STUDY"),)
    return _world(path, stamp(path))


@st.cache_resource(max_entries=2, show_spinner=False)
def _world(
    path: Path,
    files: tuple[tuple[str, int, int], ...],  # noqa: ARG001 - part of the key: changed files are read anew
) -> World | tuple[Problem, ...]:
    try:
        if (study := study_reading(path).value) is not None:
            refuse_outside(study)
    except StudyError as error:  # their files are not looked at, nor told of
        return tuple(error.problems)
    try:
        found = world_of(path)
    except StudyError as error:
        return check_study(path).problems or tuple(error.problems)
    # Streamlit looks for cycles among all objects after each run of a page; the study's own are there to stay.
    gc.collect()
    gc.freeze()
    return found
