"""Ids that people take for one."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study
from siteplan.errors import Note
from tests.data.folders import candidates, only, problems, write_study


def notes(folder: Path, **tables: pd.DataFrame | None) -> tuple[Note, ...]:
    found = check_study(write_study(folder, **tables))
    assert found.market is not None, [str(problem) for problem in found.problems]
    return found.market.notes


def renamed(first: str, second: str) -> pd.DataFrame:
    return candidates().assign(site_id=[first, second, "C3", "C4", "C5", "C6"])


@pytest.mark.parametrize("second", ["A ", " A", "A\u00a0", "A\u200b", "\ufeffA", "A\t", "A\u00ad"])
def test_ids_that_differ_by_blanks_or_nothing_seen_are_the_same_id_twice(second: str, tmp_path: Path) -> None:
    problem = only(problems(tmp_path, candidates=renamed("A", second)))
    assert "used by more than one row" in problem.what
    assert tuple(problem.ids) == ("A",)


def test_blanks_round_an_id_are_taken_off_and_said(tmp_path: Path) -> None:
    (note,) = notes(tmp_path, candidates=renamed("A", "B "))
    assert (note.table, note.column, note.ids) == ("candidates", "site_id", ("B",))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("A1", "a1"),
        ("A1", "А1"),
        ("A 1", "A1"),
        ("A-1", "A–1"),
        ("A1", "A１"),
        ("KΟ", "KO"),
        ("007", "7"),
        ("1e5", "100000"),
        ("1.0", "1"),
    ],
    ids=["case", "Cyrillic", "blank", "dash", "wide digit", "Greek", "zeros", "power of ten", "whole"],
)
def test_ids_that_look_alike_stay_two_and_are_named_together(first: str, second: str, tmp_path: Path) -> None:
    (note,) = notes(tmp_path, candidates=renamed(first, second))
    assert note.ids == (f"{first}/{second}",)
    assert "look alike" in str(note)


def test_ids_of_other_shapes_are_not_spoken_of(tmp_path: Path) -> None:
    assert notes(tmp_path, candidates=renamed("A1", "A11")) == ()


def test_the_same_letters_in_one_piece_or_two_are_one_id(tmp_path: Path) -> None:
    """Unicode calls an e with its accent in one piece or two the same; no blank was left out, so no note says so."""
    problem = only(problems(tmp_path, candidates=renamed("caf\u00e9", "cafe\u0301")))
    assert "used by more than one row" in problem.what
    assert notes(tmp_path, candidates=renamed("A", "cafe\u0301")) == ()
