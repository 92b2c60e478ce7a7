"""What [conflict] may not say."""

from typing import Any

import pytest

from siteplan.data.check.channel_checks import channel_problems
from siteplan.study import Study
from tests.worlds import tiny_study


def with_conflict(**conflict: Any) -> Study:
    return Study.model_validate({**tiny_study().model_dump(exclude_unset=True), "conflict": conflict})


@pytest.mark.parametrize(
    ("conflict", "key", "what"),
    [
        ({"share_lost": {"low": 0.1, "medium": 0.2}}, "share_lost", "no limit is given for high"),
        ({"share_lost": {"low": 0.1, "medium": 0.3, "high": 0.3}}, "share_lost", "do not rise"),
        ({"territory_minutes": 91}, "territory_minutes", "more than travel.max_minutes"),
    ],
)
def test_what_contradicts_itself_is_named(conflict: dict[str, Any], key: str, what: str) -> None:
    (problem,) = channel_problems(with_conflict(**conflict))
    assert problem.column == key
    assert what in problem.what
    assert problem.remedy


def test_nothing_said_is_right() -> None:
    assert [*channel_problems(tiny_study())] == []


@pytest.mark.parametrize(
    ("name", "gate", "what"),
    [
        ("coverage_rurl", {"at_least": 0.5}, 'no figure "coverage_rurl"'),
        ("access_rescue", {"at_least": 0.5}, 'no figure "access_rescue"'),  # no format of the study rescues anybody
        ("share", {"at_least": 0.5, "at_most": 0.4}, "cannot both be met"),
    ],
)
def test_a_threshold_of_what_is_not_there_is_named(name: str, gate: dict[str, float], what: str) -> None:
    raw = {**tiny_study().model_dump(exclude_unset=True), "scorecard": {"thresholds": {name: gate}}}
    (problem,) = channel_problems(Study.model_validate(raw))
    assert what in problem.what
    assert problem.remedy
