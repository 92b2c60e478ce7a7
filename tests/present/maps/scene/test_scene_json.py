"""A scene comes back from its text as it was, and a spoilt text is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.maps.scene.map_scene import GRID, Scene, SceneCity, ScenePlace, SceneSite
from siteplan.present.maps.scene.scene_json import read_scene, scene_json
from siteplan.present.maps.scene.scene_of import scene_of
from tests.worlds import HOSTILE, tiny_plan

WHOLE = st.integers(-40 * GRID, 1040 * GRID).map(lambda steps: steps / GRID)
CORNER = st.tuples(WHOLE, WHOLE)
RINGS = st.lists(st.lists(CORNER, min_size=3, max_size=6).map(tuple), max_size=3).map(tuple)
NAMES = st.dictionaries(st.sampled_from(["", "en", "zh_hant"]), st.text(max_size=8), max_size=3)
CITIES = st.lists(st.builds(SceneCity, NAMES, RINGS), max_size=2).map(tuple)
ABOVE_ZERO = st.floats(1e-3, 1e4)
SITES = st.lists(
    st.builds(
        SceneSite,
        st.text(max_size=4),
        st.sampled_from(["mall", HOSTILE]),
        st.sampled_from(["own", "new", "converted", "closed"]),
        st.floats(0, 1),
        WHOLE,
        WHOLE,
    ),
    max_size=3,
).map(tuple)
PLACES = st.lists(
    st.builds(ScenePlace, st.sampled_from(["province", "city", "county"]), NAMES, WHOLE, WHOLE, st.floats(0, 1e9)),
    max_size=3,
).map(tuple)
SCENES = st.builds(
    Scene,
    ABOVE_ZERO,
    ABOVE_ZERO,
    ABOVE_ZERO,
    st.just(("mall", HOSTILE)),
    RINGS,
    st.dictionaries(st.sampled_from(["today", "plan", "urban", "rural", "lost"]), RINGS),
    CITIES,
    CITIES,
    st.dictionaries(st.sampled_from(["primary", "motorway"]), RINGS),
    PLACES,
    SITES,
    st.lists(CORNER, max_size=3).map(tuple),
    provinces=CITIES,
)


@given(SCENES)
def test_it_comes_back_as_it_was(scene: Scene) -> None:
    text = scene_json(scene)
    assert read_scene(text) == scene
    assert scene_json(read_scene(text)) == text


def test_a_plans_scene_comes_back_and_is_short() -> None:
    scene = scene_of(tiny_plan())
    text = scene_json(scene)
    assert read_scene(text) == scene
    assert len(text) < 5_000
    with pytest.raises(ValueError, match="Out of range"):  # no text says what JSON cannot
        scene_json(replace(scene, km=float("nan")))


def changed(name: str, value: object) -> Callable[[dict[str, Any]], object]:
    return lambda record: record.update({name: value})


SPOILT: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "no map": (lambda record: record.clear(), "map is None"),
    "of a later version": (changed("map", 2), "map is 2"),
    "without a layer": (lambda record: record.pop("areas"), "areas is missing"),
    "no height": (changed("height", 0), "height of the map: 0 is not above 0"),
    "a text for a number": (changed("km", "1"), "km of the map: '1' is no number"),
    "half a corner": (changed("land", [[1, 2, 3, 4, 5]]), "land of the map: a line of 5 numbers"),
    "a ring of two": (changed("land", [[1, 2, 3, 4]]), "land of the map: a ring of 2 corners"),
    "broken steps": (changed("roads", {"trunk": [[0, 0, 1.5, 2]]}), "roads of the map: 1.5 is no whole number"),
    "far away": (changed("rivals", [[10**9, 0]]), "rivals of the map: a corner far outside"),
    "an unknown class": (changed("areas", {"sea": []}), "areas of the map: 'sea' is none of today"),
    "an unknown state": (changed("sites", [["a", "mall", "gone", 0.5, 1, 1]]), "sites of the map: 'gone' is none of"),
    "an unknown format": (changed("sites", [["a", "kiosk", "new", 0.5, 1, 1]]), "no such format as 'kiosk'"),
    "too large a site": (changed("sites", [["a", "mall", "new", 7, 1, 1]]), "a size of 7"),
    "a place without a name": (changed("places", [["city", None, 1, 1, 5]]), "names must be an object"),
    "a truth for a number": (changed("bar", True), "bar of the map: True is no number"),
}


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_text_is_refused(spoil: str) -> None:
    change, said = SPOILT[spoil]
    record = json.loads(scene_json(scene_of(tiny_plan())))
    change(record)
    with pytest.raises(ValueError) as error:  # noqa: PT011 - what it says is asked below
        read_scene(json.dumps(record))
    assert said in str(error.value)


@pytest.mark.parametrize("text", ["", "{", "[]", "null", "NaN", '{"map": NaN}', "[" * 100_000])
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"this is no map of a plan|must be an object|is no number"):
        read_scene(text)


def test_a_map_from_before_there_were_provinces_has_none() -> None:
    record = json.loads(scene_json(scene_of(tiny_plan())))
    del record["provinces"]
    assert read_scene(json.dumps(record)) == scene_of(tiny_plan())
