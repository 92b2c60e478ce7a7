"""Phases at the door: in the order of time, within the horizon, each with a budget or none, and rules on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data.study_toml.study_file import study_reading
from tests.data.folders import TOML, write_study

TWO = '[[plan.phases]]\nname = "first"\nstart = "2027Q1"\n[[plan.phases]]\nname = "second"\nstart = "2027Q3"\n'
RULE = '[[plan.rules]]\nkind = "count"\nat_most = 3\nphase = "{}"\n'
WRONG = {
    TWO.replace('start = "2027Q1"', 'start = "2027Q1"\nend = "2027Q3"'): "first overlaps with second",
    TWO.replace('"2027Q1"', '"2028Q1"'): "first ends before it starts",
    TWO.replace('"2027Q3"', '"2027Q5"'): '"2027Q5" is not a quarter. Write it as 2027Q1',
    TWO.replace('"2027Q3"', '"2032Q1"'): "second starts after the 5 years that count",
    TWO.replace('"second"', '"first"'): '2 phases are called "first"',
    TWO.replace('start = "2027Q1"', 'start = "2027Q1"\nbudget = 5'): "some phases have a budget and others none",
    TWO.replace('"2027Q1"', '"2027Q1"\nat_most = 0').replace('"2027Q3"', '"2027Q3"\nat_most = 0'): "nothing may open",
    TWO + RULE.format("secon"): 'Did you mean "second"',
    RULE.format("first"): "Add sections [[plan.phases]]",
    TWO + '[[plan.rules]]\nkind = "capacity"\nat_most = 300\nphase = "first"\n': "a rule capacity holds at all times",
}  # fmt: skip


def read(folder: Path, lines: str, plan: str = "", lead: int = 0) -> list[str]:
    write_study(folder)
    text = TOML.replace("area_m2 = 200", f"area_m2 = 200\nlead_months = {lead}")
    (folder / "study.toml").write_text(f"{text}\n[plan]\n{plan}\n{lines}\n", encoding="utf-8")
    return [str(problem) for problem in study_reading(folder).problems]


def test_phases_that_follow_each_other_are_in_order(tmp_path: Path) -> None:
    assert read(tmp_path, TWO + RULE.format("first")) == []


@pytest.mark.parametrize(("lines", "what"), WRONG.items())
def test_phases_that_cannot_be_are_refused(lines: str, what: str, tmp_path: Path) -> None:
    found = read(tmp_path, lines)
    assert len(found) == 1
    assert what in found[0]


LATE = TWO.replace('"2027Q1"', '"2027Q1"\nat_most = 0')


@pytest.mark.parametrize(
    ("lines", "lead", "what"),
    [
        (TWO, 60, "not less than the horizon, 5 years"),
        (LATE, 54, "none is ready before the horizon ends"),
        (LATE.replace('"2027Q3"', '"2032Q1"'), 6, "second starts after the 5 years that count"),
    ],
)
def test_what_is_never_ready_is_refused_once(lines: str, lead: int, what: str, tmp_path: Path) -> None:
    """60 months are all the five years, 54 what is left of them as of 2027Q3; with 53 a month of sales is left."""
    (found,) = read(tmp_path, lines, lead=lead)
    assert what in found
    assert read(tmp_path, TWO, lead=lead - 1) == read(tmp_path, LATE, lead=min(lead - 1, 53)) == []


def test_carrying_over_needs_phases(tmp_path: Path) -> None:
    (found,) = read(tmp_path, "", plan="carry_over = true")
    assert "no phases to carry anything over to" in found


@pytest.mark.parametrize("objective", ["cost", "sites"])
def test_objectives_that_know_no_time_are_refused(objective: str, tmp_path: Path) -> None:
    (found,) = read(tmp_path, TWO, plan=f'objective = "{objective}"')
    assert "counts what opens, not when" in found
