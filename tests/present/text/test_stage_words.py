"""What a run is at, in words: no raw stage reaches a reader, and a busy machine is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from scipy.sparse import csr_matrix

import siteplan
from siteplan.optimise import Count, CoverageCapture, Progress, SiteProblem, solve
from siteplan.present.text.reader import Reader
from siteplan.present.text.stage_words import (
    busy_sentences,
    point_line,
    search_text,
    seconds_text,
    stage_text,
    step_line,
)
from siteplan.present.text.words import LANGUAGES

ROOT = Path(siteplan.__file__).parent
ENTERED = re.compile(r"""(?:_incumbent|incumbent)\.enter\("([^"]+)"\)""")
SAID = re.compile(r"""\b(?:say|stage)\("([^"{]+)"\)""")


def _named(pattern: re.Pattern[str]) -> set[str]:
    return {name for file in ROOT.rglob("*.py") for name in pattern.findall(file.read_text("utf-8"))}


def test_every_stage_that_the_code_enters_has_words_in_each_language() -> None:
    searches, stages = _named(ENTERED), _named(SAID) - {"done"}  # which is for signals alone
    assert {"start", "first plan", "relaxation", "search", "branch", "end"} <= searches
    assert {"reading", "plan", "frontier", "writing"} <= stages
    for language in LANGUAGES:
        for name in searches:
            assert search_text(name, False, Reader(language)) != name
        for name in stages:
            assert stage_text(name, Reader(language)) != name


def test_a_first_plan_is_told_as_such() -> None:
    assert search_text("first plan", True, Reader("en")) == "first plan, far from proven"
    assert search_text("first plan", True, Reader("zh-Hans")) == "首个方案，离证明尚远"
    assert search_text("first plan", False, Reader("en")) == "looking for a first plan"
    line = step_line(Progress(3.2, "first plan", 1234.0, 1000.0, 0.19), Reader("en"))
    assert line == "    3 s  first plan, far from proven: plan 1,000, bound 1,234, gap 19.0 %"


@pytest.mark.parametrize(
    ("clock", "cpu", "proven", "said"),
    [
        (60.0, 6.2, False, 2),
        (60.0, 6.2, True, 1),
        (60.0, 31.0, False, 0),
        (0.5, 0.1, False, 0),
        (9, float("nan"), 0, 0),
    ],
)
def test_less_than_half_of_the_processor_is_told(clock: float, cpu: float, proven: bool, said: int) -> None:
    sentences = busy_sentences(clock, cpu, proven, Reader("en"))
    assert len(sentences) == said
    assert not sentences or "busy: of 60.0 s the search had the processor for 6.2 s" in sentences[0]


def test_both_times_are_told_where_both_are_known() -> None:
    assert seconds_text(10.0, 4.1, Reader("en")) == "10.0 s elapsed, 4.1 s of processor time"
    assert seconds_text(10.0, float("nan"), Reader("en")) == "10.0 s"


def test_a_point_of_a_frontier_is_told_without_raw_states() -> None:
    """Money in the reader's currency, a share as such, how the search ended in words; no gap where no plan is."""
    problem = SiteProblem(
        pd.DataFrame({"site": ["a"], "format": ["f"]}),
        CoverageCapture(csr_matrix(np.ones((1, 1), dtype=bool)), np.ones(1)),
        rules=[Count(at_most=1)],
    )
    found = solve(problem)
    said = point_line("budget", 15e6, found, Reader("en"))
    assert said.startswith("Budget 15,000,000 CNY: proven within the required gap, gap 0.0 %, ")
    assert point_line("coverage", 0.6, found, Reader("zh-Hans")).startswith("覆盖率 60.0%：")
    none = solve(replace(problem, rules=[Count(at_least=2)]))
    assert "gap" not in point_line("budget", 1.0, none, Reader("en"))
