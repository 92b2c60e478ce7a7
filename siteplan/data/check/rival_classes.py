"""Check the classes of rivals that a study names against those that occur."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches

import pandas as pd

from siteplan.data.tables.aliases import MISSPELT
from siteplan.errors import N_, Note, Problem
from siteplan.study import Study

__all__ = ["rival_notes", "rival_problems"]

Tables = Mapping[str, pd.DataFrame]


def rival_problems(study: Study, tables: Tables) -> Iterator[Problem]:
    """Find classes that are misspelt: so like one that occurs, and is not named, that they must mean it."""
    known, absent = _classes(study, tables)
    unnamed = [name for name in known if name not in study.trade_area.rival_attractiveness]
    for name in absent:
        if like := get_close_matches(name, unnamed, n=1, cutoff=MISSPELT):
            where, what = "study.toml [trade_area.rival_attractiveness]", f'"{name}" is a class of no competitor'
            yield Problem(where, what, f'Did you mean "{like[0]}"?')


def _classes(study: Study, tables: Tables) -> tuple[list[str], list[str]]:
    """Return the classes that occur, and those that the study names and that do not."""
    names = ("competitors", *(name for outlook in study.outlooks for name in outlook.files))
    known = sorted({kind for name in names if "class" in tables.get(name, ()) for kind in tables[name]["class"]} - {""})
    named = study.trade_area.rival_attractiveness
    return known, [name for name in named if name not in (*known, "default")] if known else []


def rival_notes(study: Study, tables: Tables) -> Iterator[Note]:
    """Yield a note on classes that the study names and no rival has: it may be made for more than one city."""
    known, absent = _classes(study, tables)
    if absent:
        listed = ", ".join(known)
        text = N_("no competitor has this class; the classes are {classes}")
        yield Note("study.toml [trade_area.rival_attractiveness]", text, "", tuple(absent), {"classes": listed})
