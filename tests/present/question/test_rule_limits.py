"""What a planner turns on a rule: shown in percent and millions, kept to the last digit where untouched."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from siteplan.present.question.asked_question import ask_of
from siteplan.present.question.rule_limits import KINDS_OF_LIMIT, shown_limits, with_limits
from siteplan.present.text.reader import Reader
from siteplan.study.rules import KINDS
from tests.worlds import tiny_study

SPACED = {"kind": "spacing", "format": "mall", "minutes": 5}
ASKED: list[tuple[dict[str, Any], str, float, str, float, Any]] = [
    ({"kind": "coverage", "function": "sale", "at_least": 0.6}, "at_least", 60.0, "at_least", 75.5, 0.755),
    ({"kind": "budget", "of": "opex", "at_most": 9e6}, "at_most", 9.0, "at_most", 7.5, 7.5e6),
    (SPACED, "at_least", 5.0, "minutes", 8.0, 8.0),
    ({"kind": "everyone", "function": "sale", "times": 2}, "at_least", 2.0, "times", 1.0, 1),
    ({"kind": "cannibalisation", "at_most": 0.9}, "at_most", 90.0, "at_most", 12.5, 0.125),
]  # fmt: skip


def test_every_kind_has_its_limits_and_they_are_fields_of_it() -> None:
    assert set(KINDS_OF_LIMIT) == set(KINDS)
    for kind, turned in KINDS_OF_LIMIT.items():
        assert {turned.least, turned.most} - {""} <= set(KINDS[kind].model_fields), kind


@pytest.mark.parametrize(("said", "column", "shown", "field", "typed", "held"), ASKED)
def test_a_limit_is_shown_typed_and_held(
    said: dict[str, Any], column: str, shown: float, field: str, typed: float, held: float
) -> None:
    rules = tuple(tiny_study(rules=[said]).plan.rules)
    table = shown_limits(rules, Reader("en"))
    assert table.loc[0, column] == shown
    assert with_limits(rules, table) == rules
    table.loc[0, column] = typed
    assert getattr(with_limits(rules, table)[0], field) == held


def test_a_third_keeps_its_last_digit_and_a_row_without_limits_asks_nothing() -> None:
    rules = tuple(tiny_study(rules=[{"kind": "share", "format": "mall", "at_least": 1 / 3, "at_most": 0.5}]).plan.rules)
    table = shown_limits(rules, Reader("en"))
    table.loc[0, "at_most"] = np.nan
    (changed,) = with_limits(rules, table)
    assert (changed.at_least, changed.at_most) == (1 / 3, None)  # type: ignore[attr-defined]
    table.loc[0, "at_least"] = np.nan
    assert with_limits(rules, table) == ()
    assert with_limits(rules, table.iloc[:0]) == ()


def test_an_exact_number_becomes_the_bounds_that_are_typed_and_one_without_limits_stays() -> None:
    study = tiny_study(rules=[
        {"kind": "count", "name": "All", "exactly": 3},
        {"kind": "requires", "format": "mall", "needs": {"format": "dealer"}},
    ])  # fmt: skip
    rules = ask_of(study).rules
    table = shown_limits(rules, Reader("en"))
    table.loc[0, "at_most"] = 5.0
    changed, needs = with_limits(rules, table)
    assert (changed.exactly, changed.at_least, changed.at_most) == (None, 3, 5)  # type: ignore[attr-defined]
    assert needs is rules[1]
