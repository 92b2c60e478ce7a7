"""The picture of a scene: its legend says what is drawn and no more, and nothing in it is dangerous or lost in grey."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from xml.etree import ElementTree

import numpy as np
import pytest
from shapely import Point, box

from siteplan.evaluate import evaluate
from siteplan.formulate.outcome import Answer
from siteplan.present.maps.drawn import scene_style
from siteplan.present.maps.drawn.inset import MapRoom, inset_of
from siteplan.present.maps.drawn.scene_legend import map_entries
from siteplan.present.maps.drawn.scene_style import AREAS, radius
from siteplan.present.maps.drawn.scene_svg import USUAL, scene_drawing
from siteplan.present.maps.drawn.scene_view import closer, name_style
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.scene.crop import cities, crop
from siteplan.present.maps.scene.map_scene import WIDE, Scene, SceneSite
from siteplan.present.maps.scene.scene_of import scene_of
from siteplan.present.text.reader import Reader
from tests.colour_vision import lab, linear
from tests.moving import moving_ground, opening
from tests.worlds import HOSTILE, in_provinces, tiny_plan


@cache
def scene() -> Scene:
    return scene_of(tiny_plan())


@cache
def changing() -> Scene:
    ground = moving_ground("closable", "convertible")
    return scene_of(evaluate(Answer.of(ground, opening(ground, ["C1:mall", "F2:mall"]))))


def crowded(n: int = 40) -> Scene:
    """Land in a band through the middle, most sites in a small part of it."""
    spots = [(500.0 + 5 * (i % 8), 300.0 + 5 * (i // 8)) for i in range(n)]
    sites = [SceneSite(f"S{i}", "mall", "new", 0.5, *spot) for i, spot in enumerate([*spots, (100.0, 420.0)])]
    band = ((0.0, 250.0), (1000.0, 250.0), (1000.0, 450.0), (0.0, 450.0))
    return Scene(700.0, 0.8, 50.0, ("mall",), (band,), {"today": (band,)}, sites=tuple(sites))


def svg(of: Scene, language: str = "en", rivals: bool = False) -> str:
    return scene_drawing(of, Reader(language), "who is reached", rivals=rivals).svg()


def layers(drawn: str, start: str) -> set[str]:
    found = re.findall(r'data-layer="([^"]+)"', drawn)
    return {one.removeprefix(start) for one in found if one.startswith(start)}


@pytest.mark.parametrize("name", ["today and plan", "changes", "a part", "crowded"])
def test_the_legend_says_what_is_drawn_and_no_more(name: str) -> None:
    of = {
        "today and plan": scene,
        "changes": changing,
        "a part": lambda: crop(scene(), (0.0, 0.0, 300.0, 300.0)),
        "crowded": crowded,
    }[name]()
    drawn = svg(of, rivals=True)
    for kind in ("area:", "road:", "border:"):
        assert layers(drawn, kind) == layers(drawn, f"legend:{kind}")
    marks = re.findall(r'data-layer="((?:site|rival):[^"]*)"', drawn)
    shown = len(of.sites) + len(of.rivals) + sum(1 for _ in inset_sites(of))
    assert len(marks) == shown + len(set(marks))  # each of them once more, in the legend
    assert layers(drawn, "area:") == set(of.areas)


def read(drawn: str) -> ElementTree.Element:
    return ElementTree.fromstring(drawn)  # noqa: S314 - our own


def inset_sites(of: Scene) -> tuple[SceneSite, ...]:
    inset = inset_of(of)
    return () if inset is None else crop(of, inset.focus).sites


def test_sites_crowd_into_an_inset_where_there_is_room() -> None:
    of = crowded()
    inset = inset_of(of)
    assert inset is not None
    assert sum(inset.focus[0] <= site.x <= inset.focus[2] for site in of.sites) == 40
    assert inset.place[2] - inset.place[0] > 1.35 * (inset.focus[2] - inset.focus[0])
    land = box(0, 250, 1000, 450)
    assert box(*inset.place).intersection(land).area <= 0.05 * box(*inset.place).area
    assert not box(*inset.place).intersects(Point(100, 420))
    assert inset_of(scene()) is None  # five sites need none
    full = ((0.0, 0.0), (1000.0, 0.0), (1000.0, 700.0), (0.0, 700.0))
    assert inset_of(replace(of, land=(full,))) is None  # no room
    spread = [replace(site, x=25.0 * i, y=300.0) for i, site in enumerate(of.sites)]
    assert inset_of(replace(of, sites=tuple(spread))) is None  # no crowd
    assert MapRoom(replace(of, land=(full,))).corner(200.0, 100.0) is None


def test_many_formats_share_the_signs_of_what_they_do_and_sites_that_stay_share_one() -> None:
    base = next(iter(tiny_plan().study.formats.values()))
    does = {
        "a": ["sale", "service"],
        "b": ["display", "sale"],
        "c": ["service"],
        "d": ["charging"],
        "e": [],
        "f": ["sale"],
    }
    formats = {name: base.model_copy(update={"functions": functions}) for name, functions in does.items()}
    sites = [SceneSite(f"{name}{state}", name, state, 0.5, 9.0, 9.0) for name in does for state in ("own", "new")]
    of = Scene(700.0, 0.8, 50.0, tuple(does), sites=tuple(sites))
    few = replace(of, sites=tuple(site for site in sites if site.format in "ab" and site.state == "new"))
    signs = site_signs(of, Reader("en"), formats)
    said = [entry.label for entry in map_entries(of, Reader("en"), signs)]
    new = [f"{what} site, new" for what in ("sales", "service", "charging", "other")]
    assert said == [*new, "own site, today"]
    assert signs.shapes["a"] == signs.shapes["b"] == signs.shapes["f"] != signs.shapes["c"]
    told = [entry.label for entry in map_entries(few, Reader("en"), site_signs(few, Reader("en"), formats))]
    assert told == ["a, new", "b, new"]  # few formats keep their own


def test_legend_and_inset_find_corners_together_and_a_high_map_has_its_legend_beside() -> None:
    of = crowded()
    assert scene_drawing(of, Reader("en"), "").height == 0.7 * USUAL * of.height / 700  # the legend takes no height
    tall = Scene(
        1400.0, 0.8, 50.0, ("mall",), areas={"today": (((0.0, 0.0), (1000.0, 0.0), (1000.0, 1400.0), (0.0, 1400.0)),)}
    )
    drawing = scene_drawing(tall, Reader("en"), "")
    assert drawing.width == USUAL
    assert drawing.height < 1.4 * USUAL  # narrower by the legend, and no higher for it


def test_texts_are_escaped_and_the_picture_is_plain() -> None:
    names = {"": HOSTILE}
    places = tuple(replace(place, names=names) for place in scene().places)
    drawn = svg(replace(scene(), places=places))
    tags = {element.tag.removeprefix("{http://www.w3.org/2000/svg}") for element in read(drawn).iter()}
    assert tags == {"svg", "g", "path", "rect", "text"}
    assert not re.search(r"\bon\w+=|href|url\(|style=", re.sub(r">[^<]*<", "><", drawn))


def test_names_are_the_readers() -> None:
    places = tuple(replace(p, names={"": "广州市", "en": "Guangzhou"}) for p in scene().places[:1])
    of = replace(scene(), places=places)
    assert ">Guangzhou</text>" in svg(of)
    assert ">广州</text>" in svg(of, "zh-Hans")  # a map writes no word for city
    said = re.findall(r">([^<]+)</text>", svg(of, "zh-Hans"))
    assert not [text for text in said if re.search(r"[A-Za-z]", text)]


def test_three_thousand_sites_are_small_and_few_bytes() -> None:
    rng = np.random.default_rng(1)
    spots = rng.uniform(0, [WIDE, scene().height], (3000, 2)).round(1).tolist()
    formats = scene().formats
    many = tuple(SceneSite(f"S{i}", formats[i % 4], "new", 0.5, x, y) for i, (x, y) in enumerate(spots))
    assert len(svg(replace(scene(), sites=many))) <= 2_000_000
    assert radius(many[0], 3000) < radius(many[0], 100) / 2


@pytest.mark.parametrize("of", [Scene(600.0, 0.001, 0.1, ("mall",)), replace(scene(), land=(), cities=(), counties=())])
def test_little_is_drawn_too(of: Scene) -> None:
    read(svg(of))
    assert cities(of) == []


def test_classes_are_told_apart_in_grey_and_none_is_dark() -> None:
    grey = {kind: float(lab(linear(style.fill, 1.0, "#FFFFFF"))[0]) for kind, style in AREAS.items()}
    trade = ("inner", "middle", "outer")  # of a site's own map, which shows no other classes
    beside = ("neither", "alike", "gained")  # of a map of differences, likewise
    demand = ("thin", "middling", "dense")
    shown = [kind for kind, style in AREAS.items() if not style.lines]
    for kinds in (trade, beside, demand, [kind for kind in shown if kind not in (*trade, *beside, *demand)]):
        assert (np.diff(sorted(grey[kind] for kind in kinds)) > 10).all()  # lightness of CIELAB
    assert min(grey.values()) > 60  # black letters can be read on it
    assert {style.lines for kind, style in AREAS.items() if kind in ("rural", "lost")} == {"rising", "falling"}
    assert AREAS["urban"].lines == "dots"  # white, as what is hatched is nearly: lines and dots tell them apart


def test_of_many_cities_in_several_provinces_a_map_shows_the_provinces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Their borders and names: those of hundreds of cities are no map. An inset has room for cities' names."""
    both = scene_of(in_provinces(tiny_plan(), Westport="Jiangsu", Eastshire="Anhui"))
    few = svg(both)
    assert 'data-layer="border:city"' in few
    assert 'data-layer="border:province"' in few
    assert "Westport" in few
    assert "Jiangsu" not in few  # it is named where cities are not
    monkeypatch.setattr(scene_style, "_MOST_CITIES", 1)
    many, style = svg(both), name_style(both, 11.0, 9.5)
    assert 'data-layer="border:city"' not in many
    assert "province boundary" in many
    assert "Jiangsu" in many
    assert "Westport" not in many
    assert "city" in closer(style).lines
