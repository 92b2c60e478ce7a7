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
