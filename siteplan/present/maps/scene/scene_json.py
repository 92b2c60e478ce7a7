"""A scene as text and back: map.json of a plan's folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from math import isfinite
from typing import Any

from siteplan.present.maps.scene.map_scene import (
    AREA_KINDS,
    GRID,
    ROAD_KINDS,
    SITE_STATES,
    Line,
    Point,
    Scene,
    SceneCity,
    ScenePlace,
    SceneSite,
)

__all__ = ["read_scene", "scene_json"]

_VERSION = 1
_FAR = 1e7  # steps of the grid: no coordinate is beyond
_PLACES = ("province", "city", "county")


def scene_json(scene: Scene) -> str:
    """Return a scene as JSON: the same scene gives the same text, and read_scene the same scene.

    A line is a list of whole steps of the grid: x, y of the first corner, then how far each is from the one before.
    """
    record = {
        "map": _VERSION,
        "height": scene.height,
        "km": scene.km,
        "bar": scene.bar,
        "formats": list(scene.formats),
        "land": _lines(scene.land),
        "areas": {kind: _lines(rings) for kind, rings in scene.areas.items()},
        "counties": [[dict(city.names), _lines(city.rings)] for city in scene.counties],
        "cities": [[dict(city.names), _lines(city.rings)] for city in scene.cities],
        "provinces": [[dict(city.names), _lines(city.rings)] for city in scene.provinces],
        "roads": {kind: _lines(lines) for kind, lines in scene.roads.items()},
        "places": [[place.kind, dict(place.names), *_steps(place.x, place.y), place.people] for place in scene.places],
        "sites": [[site.site_id, site.format, site.state, site.size, *_steps(site.x, site.y)] for site in scene.sites],
        "rivals": [_steps(*place) for place in scene.rivals],
    }
    return json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n"


def read_scene(text: str) -> Scene:
    """Return the scene that scene_json wrote.

    Raises
    ------
    ValueError
        It is no such text, or spoilt; the message says where.
    """
    try:
        record = json.loads(text, parse_constant=_no_number)
        return _scene(_mapping(record, "the file"))
    except RecursionError as error:
        raise ValueError("this is no map of a plan: it is nested too deep") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"this is no map of a plan: {error}") from error


def _scene(record: Mapping[str, Any]) -> Scene:
    if record.get("map") != _VERSION:
        raise ValueError(f"this is no map of a plan that this version reads: map is {record.get('map')!r:.40}")
    given = {
        name: _read({"provinces": [], **record}, name, read)  # which came later than all else
        for name, read in {
            "height": _above_zero,
            "km": _above_zero,
            "bar": _above_zero,
            "formats": _several(_text),
            "land": _several(_ring),
            "areas": _by(AREA_KINDS, _several(_ring)),
            "counties": _several(_city),
            "cities": _several(_city),
            "provinces": _several(_city),
            "roads": _by(ROAD_KINDS, _several(_line)),
            "places": _several(_place),
            "sites": _several(_site),
            "rivals": _several(_point),
        }.items()
    }
    formats = set(given["formats"])
    if unknown := sorted({site.format for site in given["sites"]} - formats):
        raise ValueError(f"sites: the map names no such format as {unknown[0]!r:.40}")
    return Scene(**given)


def _read(record: Mapping[str, Any], name: str, read: Callable[[Any], Any]) -> Any:
    if name not in record:
        raise ValueError(f"{name} is missing from the map")
    try:
        return read(record[name])
    except ValueError as error:
        raise ValueError(f"{name} of the map: {error}") from error


def _lines(lines: Sequence[Line]) -> list[list[int]]:
    return [_line_steps(line) for line in lines]


def _line_steps(line: Line) -> list[int]:
    corners = [_steps(*corner) for corner in line]
    apart = [(x - left, y - top) for (x, y), (left, top) in zip(corners, [[0, 0], *corners], strict=False)]
    return [step for pair in apart for step in pair]


def _steps(x: float, y: float) -> list[int]:
    return [round(x * GRID), round(y * GRID)]


def _line(given: Any) -> Line:
    steps = _list(given, "a line")
    if len(steps) < 4 or len(steps) % 2:
        raise ValueError(f"a line of {len(steps)} numbers")
    x, y = accumulate(map(_whole, steps[::2])), accumulate(map(_whole, steps[1::2]))
    return tuple(_unit(*corner) for corner in zip(x, y, strict=True))


def _ring(given: Any) -> Line:
    ring = _line(given)
    if len(ring) < 3:
        raise ValueError(f"a ring of {len(ring)} corners")
    return ring


def _point(given: Any) -> Point:
    x, y = _exactly(given, 2, "a point")
    return _unit(_whole(x), _whole(y))


def _unit(x: int, y: int) -> Point:
    if max(abs(x), abs(y)) > _FAR:
        raise ValueError("a corner far outside")
    return x / GRID, y / GRID


def _city(given: Any) -> SceneCity:
    names, rings = _exactly(given, 2, "a city")
    return SceneCity(_names(names), _several(_ring)(rings))


def _place(given: Any) -> ScenePlace:
    kind, names, x, y, people = _exactly(given, 5, "a place")
    return ScenePlace(_one_of(_PLACES, kind), _names(names), *_point([x, y]), _number(people))


def _site(given: Any) -> SceneSite:
    site_id, kind, state, size, x, y = _exactly(given, 6, "a site")
    if not 0 <= _number(size) <= 1:
        raise ValueError(f"a size of {size!r:.40}, not from 0 to 1")
    return SceneSite(_text(site_id), _text(kind), _one_of(SITE_STATES, state), _number(size), *_point([x, y]))


def _names(given: Any) -> Mapping[str, str]:
    return {_text(language): _text(name) for language, name in _mapping(given, "names").items()}


def _by(kinds: Sequence[str], read: Callable[[Any], Any]) -> Callable[[Any], dict[str, Any]]:
    return lambda given: {_one_of(kinds, kind): read(value) for kind, value in _mapping(given, "kinds").items()}


def _several(read: Callable[[Any], Any]) -> Callable[[Any], tuple[Any, ...]]:
    return lambda given: tuple(map(read, _list(given, "several")))


def _mapping(given: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(given, dict):
        raise ValueError(f"{what} must be an object, not {given!r:.40}")
    return given


def _list(given: Any, what: str) -> list[Any]:
    if not isinstance(given, list):
        raise ValueError(f"{what} must be a list, not {given!r:.40}")
    return given


def _exactly(given: Any, n: int, what: str) -> list[Any]:
    if len(_list(given, what)) != n:
        raise ValueError(f"{what} has {len(given)} parts, not {n}")
    return list(given)


def _one_of(kinds: Sequence[str], given: Any) -> str:
    if given not in kinds:
        raise ValueError(f"{given!r:.40} is none of {', '.join(kinds)}")
    return str(given)


def _text(given: Any) -> str:
    if not isinstance(given, str):
        raise ValueError(f"{given!r:.40} is no text")
    return given


def _whole(given: Any) -> int:
    if type(given) is not int:
        raise ValueError(f"{given!r:.40} is no whole number")
    return given


def _number(given: Any) -> float:
    if isinstance(given, bool) or not isinstance(given, int | float) or not isfinite(given):
        raise ValueError(f"{given!r:.40} is no number")
    return float(given)


def _above_zero(given: Any) -> float:
    if _number(given) <= 0:
        raise ValueError(f"{given!r:.40} is not above 0")
    return float(given)


def _no_number(given: str) -> float:
    raise ValueError(f"{given} is no number")
