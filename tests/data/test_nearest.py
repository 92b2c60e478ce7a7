"""The nearest known name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.data.nearest import did_you_mean, nearest


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("servise", ["mall", "service"], "service"),
        ("Mall", ["mall"], "mall"),
        ("pop", ["population", "rural"], "population"),
        ("population_2020", ["population"], "population"),
        ("xyz", ["mall"], None),
        ("", ["mall"], None),
        ("a", ["abc"], None),
    ],
)
def test_nearest(name: str, known: list[str], expected: str | None) -> None:
    assert nearest(name, known) == expected


@given(st.lists(st.text(), min_size=1))
def test_a_known_name_is_nearest_to_itself(names: list[str]) -> None:
    found = nearest(names[0], names)
    assert names[0] == "" or (found is not None and found.casefold() == names[0].casefold())


def test_what_is_like_nothing_gets_the_list() -> None:
    assert did_you_mean("xyz", ["b", "a"]) == "Known are b, a."
    assert did_you_mean("xyz", [str(n) for n in range(20)]).endswith("10, 11 and 8 more.")
    assert did_you_mean("xyz", []) == "Known are none."
