"""A supermarket of another country: no word of vehicles or of China in anything that siteplan says or writes."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from shapely import box

from tests.command_line import Run
from tests.examples import thorough

STUDY = """
[study]
name = "Grocers of the bay"
language = "{language}"
currency = "NZD"
unit = {{ singular = "{one}", plural = "{many}" }}

[files]
zones = "zones.geojson"
candidates = "candidates.csv"
facilities = "facilities.csv"
competitors = "competitors.csv"

[travel]
max_minutes = 40
{demand}
[trade_area]
rate = 0.15
outside = 0.4
exponents = {{ area_m2 = 0.5 }}

[formats.express]
functions = ["sale"]
attractiveness = 0.6
area_m2 = 250
capex_fixed = 900_000
staff = 6
staff_cost = 52_000
margin = 4.5

[formats.supermarket]
functions = ["sale", "delivery"]
attractiveness = 2.0
area_m2 = 2_400
capex_fixed = 6_000_000
staff = 60
staff_cost = 50_000
margin = 5.5
ownership = "partner"

[score]
weights = {{ population = 0.5, income = 0.3, competition = 0.1, rent = 0.1 }}

[tiers.minutes]
sale = 12

[plan]
objective = "{objective}"
gap = 0.001

[[plan.rules]]
kind = "budget"
at_most = 9_000_000

[[plan.rules]]
kind = "coverage"
function = "sale"
at_least = 0.3

[[plan.rules]]
kind = "minimum_sales"
at_least = 1000

[[plan.rules]]
kind = "cost_per_vehicle"
at_most = 90

[[plan.rules]]
kind = "share"
ownership = "partner"
at_most = 0.9

[[plan.rules]]
kind = "cannibalisation"
at_most = 0.9
"""
WORDS = re.compile(
    r"vehicle|\bcars?\b|\bNEVs?\b|new.energy|\bmaker\b|workshop|\bdriv(e|ing) test|test drive|\bChina|Chinese|CNY|"
    r"辆|汽车|车辆|单车|新能源|售车|元|厂家|中国",
    re.IGNORECASE,
)
FIXED = re.compile(r"cost_per_vehicle")
"""The name of a figure and of a rule that scripts rely on."""


_UNICODE = re.compile(r"\\u([0-9a-fA-F]{4})")


class _Text(HTMLParser):
    """What a reader sees of a page, and the texts that its scripts draw."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []
        self._inside = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag
        self.said += [value for name, value in attrs if name in ("title", "alt", "aria-label", "content") and value]

    def handle_endtag(self, tag: str) -> None:
        self._inside = ""

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            drawn = re.findall(r'"((?:[^"\\]|\\.)*)"', data) if len(data) < 400_000 else []
            self.said += [_UNICODE.sub(lambda code: chr(int(code[1], 16)), text) for text in drawn]
        elif self._inside != "style":
            self.said.append(data)


def seen(file: Path) -> str:
    """Return the text of a file."""
    if file.suffix == ".parquet":
        table = gpd.read_parquet(file) if b"geo" in file.read_bytes()[-4000:] else pd.read_parquet(file)
        return " ".join(map(str, table.columns))
    text = file.read_text("utf-8-sig")
    if file.suffix != ".html":
        return text
    page = _Text()
    page.feed(text)
    return "\n".join(page.said)


def write_study(folder: Path, demand: str = "", **words: str) -> Path:
    """Write twelve by eight zones about a bay, ten candidates, two own shops and three rivals."""
    folder.mkdir()
    rng = np.random.default_rng(7)
    cells = [(174.6 + 0.02 * i, -36.9 + 0.02 * j) for i in range(12) for j in range(8)]
    zones = gpd.GeoDataFrame(
        {
            "zone_id": [f"Z{n}" for n in range(len(cells))],
            "population": rng.integers(200, 4000, len(cells)),
            "income": rng.integers(30_000, 80_000, len(cells)),
            "city": "Auckland",
            "county": ["North" if lat > -36.82 else "South" for _, lat in cells],
        },
        geometry=[box(x, y, x + 0.02, y + 0.02) for x, y in cells],
        crs="EPSG:4326",
    )
    if not demand:
        zones["demand"] = zones["population"] * 70.0  # baskets a year
    zones.to_file(folder / "zones.geojson")
    tables = {"candidates": 10, "facilities": 2, "competitors": 3}
    for name, n in tables.items():
        at = {"lon": 174.62 + 0.2 * rng.random(n), "lat": -36.88 + 0.12 * rng.random(n)}
        sites = pd.DataFrame({"site_id": [f"{name[0].upper()}{k}" for k in range(n)], **at})
        sites["area_m2"] = rng.integers(300, 3000, n)
        if name != "competitors":
            sites["rent"] = (rng.random(n) * 2).round(2)
        if name == "facilities":
            sites["format"], sites["annual_sales"] = ["express", "supermarket"], [90_000, 400_000]
        sites.to_csv(folder / f"{name}.csv", index=False)
    text = {"language": "en", "one": "basket", "many": "baskets", "objective": "market_share", "demand": demand} | words
    (folder / "study.toml").write_text(STUDY.format(**text), "utf-8")
    return folder


PER_PERSON = "[demand]\nper_person = 70\nincome_elasticity = 0\n"


KEPT = {".zip"}


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"language": "zh-Hans", "one": "篮", "many": "篮", "objective": "profit"},
        *(
            [{"demand": "[demand]\nper_person = 70\nincome_elasticity = 0\n", "objective": "cost"}]
            if thorough()
            else []
        ),
    ],
)
def test_its_own_words_alone_are_said(run: Run, tmp_path: Path, words: dict[str, str]) -> None:
    study = write_study(tmp_path / "study", **words)
    ends = [run("check", study)]
    for command in ("score", "plan", "frontier"):
        more = ["--points", "3"] if command == "frontier" else []
        ends.append(run(command, study, "--out", tmp_path / command, *more))
    assert [ended.code for ended in ends] == [0] * 4, ends
    texts = {"terminal": "\n".join(ended.text for ended in ends)}
    texts |= {
        f"{file.parent.name}/{file.name}": seen(file)
        for out in ("score", "plan", "frontier")
        for file in (tmp_path / out).iterdir()
        if file.suffix not in KEPT and file.name != "study.toml"  # the study's own words, and the plan as data
    }
    found = {name: sorted({m[0] for m in WORDS.finditer(FIXED.sub("", text))}) for name, text in texts.items()}
    lines = [line for line in texts["terminal"].splitlines() if WORDS.search(FIXED.sub("", line))]
    assert {name: words for name, words in found.items() if words} == {}, lines
    assert words.get("many", "baskets") in texts["terminal"]


def test_what_people_want_is_asked_for_and_never_taken_from_another_trade(run: Run, tmp_path: Path) -> None:
    """A study that sells baskets and says nothing of demand is refused with the question, not given cars."""
    study = write_study(tmp_path / "study", demand="\n")
    ended = run("check", study)
    assert ended.code == 1
    assert "nothing says how many baskets people want" in ended.err
