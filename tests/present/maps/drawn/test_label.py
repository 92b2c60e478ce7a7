"""Names never lie over each other, over what is taken, or over the edge."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.maps.drawn.label import WantedLabel, placed_labels
from siteplan.present.maps.scene.crop import Box

WITHIN = (0.0, 0.0, 300.0, 200.0)
SPOT = st.tuples(st.floats(0, 300), st.floats(0, 200))
NAMES = st.lists(
    st.builds(
        lambda text, spot, size: WantedLabel(text, *spot, size), st.text(min_size=1, max_size=9), SPOT, st.floats(8, 14)
    ),
    max_size=30,
)
MARKS = st.lists(SPOT.map(lambda spot: (spot[0] - 4, spot[1] - 4, spot[0] + 4, spot[1] + 4)), max_size=40)


def letters(text: str, size: float, bold: bool) -> float:
    return len(text) * size * (0.6 if bold else 0.5)


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@given(NAMES, MARKS)
def test_no_name_lies_over_anything(names: list[WantedLabel], marks: list[Box]) -> None:
    found = placed_labels(names, marks, WITHIN, letters)
    boxes = [label.box for label in found]
    assert not any(meet(one, other) for one, other in combinations(boxes, 2))
    assert not any(meet(box, mark) for box in boxes for mark in marks)
    assert all(box[0] >= 0 and box[1] >= 0 and box[2] <= 300 and box[3] <= 200 for box in boxes)
    assert [label.text for label in found] == [*dict.fromkeys(label.text for label in found)]  # each once
    assert [*boxes] == [label.box for label in placed_labels(names, marks, WITHIN, letters)]


def test_the_important_ones_come_first_and_stay_near() -> None:
    names = [WantedLabel("first", 150, 100, 10), WantedLabel("second", 150, 100, 10)]
    first, second = placed_labels(names, [], WITHIN, letters)
    assert (first.box[0] + first.box[2]) / 2 == 150  # on its place
    assert second.box[3] <= first.box[1]  # over it
    (only,) = placed_labels(names, [], (120, 90, 180, 110), letters)  # room for one
    assert only.text == "first"


def test_only_a_bold_name_without_other_room_covers_what_yields() -> None:
    all_over = [WITHIN]
    names = [WantedLabel("small", 100, 100, 10), WantedLabel("capital", 100, 100, 10, bold=True)]
    (only,) = placed_labels(names, [], WITHIN, letters, yielding=all_over)
    assert only.text == "capital"
    beside = placed_labels(names[1:], [], WITHIN, letters, yielding=[(0.0, 0.0, 160.0, 200.0)])
    assert beside[0].x == 100  # no spot round it is free: it stays on its place


def test_a_name_keeps_out_of_others_land_and_finds_its_own() -> None:
    crowd = [(100.0, 50.0, 200.0, 150.0)]
    lost = WantedLabel("city", 150, 100, 10, belongs=lambda x, _y: x > 250)
    assert placed_labels([lost], crowd, WITHIN, letters) == []
    found = WantedLabel("city", 150, 100, 10, belongs=lambda x, _y: x > 250, elsewhere=lambda: [(120, 90), (270, 180)])
    (label,) = placed_labels([found], crowd, WITHIN, letters)
    assert label.x == 270
