"""What is told apart by colour is apart for all eyes: 12 CIEDE2000, also where one kind of cone is lacking."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import combinations, pairwise

import pytest

from siteplan.present.livemap.zone_layers import LAYERS
from siteplan.present.theme.area_colours import AREA_COLOURS
from siteplan.present.theme.colours import ACCENT, BLUE_WHITE_ORANGE, OWN, RIVAL
from siteplan.present.theme.coverage_classes import COVERAGE
from siteplan.present.theme.tones import TODAY, TONES
from tests.colour_vision import MACHADO, apart, ciede2000, lab, linear

LEAST = 12.0
GROUND = "#F8F9FA"  # of the maps
# Pairs published by Sharma, Wu and Dalal (2005), among them those that wrong hue means get wrong.
SHARMA = [
    ((50, 2.6772, -79.7751), (50, 0, -82.7485), 2.0425),
    ((50, 2.5, 0), (50, 0, -2.5), 4.3065),
    ((50, 2.5, 0), (73, 25, -18), 27.1492),
    ((50, 0, 0), (50, -1, 2), 2.3669),
    ((50, 2.49, -0.001), (50, -2.49, 0.0009), 7.1792),
    ((50, 2.49, -0.001), (50, -2.49, 0.0011), 7.2195),
    ((50, -0.001, 2.49), (50, 0.0011, -2.49), 4.7461),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "published"), SHARMA)
def test_the_measure_is_the_published_one(
    one: tuple[float, float, float], other: tuple[float, float, float], published: float
) -> None:
    assert ciede2000(one, other) == pytest.approx(published, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(published, abs=1e-4)


def test_the_eyes_are_those_of_the_model() -> None:
    """White stays white to all; to a deuteranope and a protanope this red and this green are one brown."""
    for vision in MACHADO:
        assert lab(linear("#FFFFFF"), vision) == pytest.approx((100, 0, 0), abs=0.1)
    red, green = linear("#B5523B"), linear("#6F7A35")
    assert apart(red, green) > 35
    assert min(apart(red, green, vision) for vision in ("protan", "deutan")) < 15


KINDS: Mapping[str, tuple[Mapping[str, str], float]] = {
    "coverage": ({kind.label: kind.colour for kind in COVERAGE.values()}, 0.9),
    "coverage in print": ({kind.label: kind.colour for kind in COVERAGE.values()}, 1.0),
    "sites": ({"new or candidate": ACCENT, "own": OWN, "rival": RIVAL}, 1.0),
    "service areas": ({str(i): c for i, c in enumerate(AREA_COLOURS)}, 0.9),
    "lost and gained": (dict(zip(("lost", "none", "gained"), BLUE_WHITE_ORANGE[::2], strict=True)), 0.9),
    "today and the plan": ({"today": TODAY, "plan": ACCENT}, 1.0),
    "bound and best plan": ({"bound": OWN, "plan": ACCENT}, 1.0),
    "tones of charts": (TONES, 1.0),
    "access to charging": ({str(i): c for i, c in enumerate(LAYERS["access"].colours)}, 1.0),
}  # fmt: skip


def test_tones_of_charts_are_apart_in_grey() -> None:
    """Each is 1.5 and more of WCAG's contrast ratio, (L + 0.05) / (l + 0.05), from the next: a copier tells them."""
    light = sorted(float(linear(colour) @ (0.2126, 0.7152, 0.0722)) for colour in TONES.values())
    assert min((more + 0.05) / (less + 0.05) for less, more in pairwise(light)) >= 1.5


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("vision", MACHADO)
def test_categories_are_apart_for_all_eyes(kind: str, vision: str) -> None:
    colours, opacity = KINDS[kind]
    drawn = {name: linear(colour, opacity, GROUND) for name, colour in colours.items()}
    near = {
        (a, b): round(found, 1)
        for a, b in combinations(drawn, 2)
        if (found := apart(drawn[a], drawn[b], vision)) < LEAST
    }
    assert near == {}


def test_coverage_is_read_in_grey_too() -> None:
    """On a black-and-white print the classes are steps of lightness; 5 of 100 can be told apart side by side."""
    light = sorted(lab(linear(kind.colour, 0.9, GROUND))[0] for kind in COVERAGE.values())
    assert min(b - a for a, b in pairwise(light)) > 5
