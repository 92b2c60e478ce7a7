"""What is committed, at the door: of phases that are over, each site once, in formats of the study."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.data.study_toml.test_phase_checks import TWO, read

ANEW = '[plan.replan]\nphase = "second"\n'
SITE = '[[plan.replan.committed]]\nsite = "{}"\nformat = "{}"\nphase = "{}"\n'
RIGHT = SITE.format("C1", "mall", "first")
WRONG = {
    ANEW: "there are no phases to plan anew from",
    TWO + ANEW.replace("second", "secon"): 'Did you mean "second"',
    TWO + ANEW.replace("second", "first"): "first is the first phase",
    TWO + ANEW + RIGHT + RIGHT: "the site is told more than once",
    TWO + ANEW + SITE.format("C1", "mall", "second"): 'the phase "second" is not over before second',
    TWO + ANEW + SITE.format("C1", "mall", "firs"): 'the phase "firs" is none of the study\'s',
    TWO + ANEW + SITE.format("C1", "shop", "first"): 'the format "shop" does not exist',
    TWO + ANEW + RIGHT + 'opens = "2026Q4"\n': "it opens before its phase starts",
    TWO + ANEW + RIGHT + "spent = -1\n": "spent",
}  # fmt: skip


def test_what_is_committed_in_a_phase_that_is_over_is_in_order(tmp_path: Path) -> None:
    assert read(tmp_path, TWO + ANEW + RIGHT + 'opens = "2027Q2"\nspent = 5.5\n') == []


@pytest.mark.parametrize(("lines", "what"), WRONG.items())
def test_what_cannot_be_committed_is_refused(lines: str, what: str, tmp_path: Path) -> None:
    found = read(tmp_path, lines)
    assert len(found) == 1
    assert what in found[0]
