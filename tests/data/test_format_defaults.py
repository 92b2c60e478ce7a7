"""The list of defaults says what the studies say: each figure of a format with its value, label, source and grade."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from siteplan.data.bundled import bundled_study
from siteplan.present.model_text.assumptions import comments_in
from siteplan.study.format_spec import OWN_DECAY

ROOT = Path(__file__).resolve().parents[2]
DOCS, TEMPLATE = ROOT / "docs", ROOT / "siteplan" / "data" / "template" / "study.toml"
BOARD = bundled_study().parent / "guangdong-board" / "study.toml"
NINE = {"mall", "flagship", "dealer", "service", "franchise", "agent", "shared", "charge_partner", "hub"}


def listed() -> dict[tuple[str, str], list[str]]:
    """Value, unit, label, reason and grade of each row of the list, by format and key; a row stands once."""
    rows = [
        [cell.strip() for cell in line.split("|")[1:-1]]
        for line in (DOCS / "formats.md").read_text("utf-8").split("\n")
    ]
    figures = [row for row in rows if len(row) == 7 and row[1].startswith("`")]
    found = {(row[0], row[1].strip("`")): row[2:] for row in figures}
    assert len(found) == len(figures)
    return found


def written(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {part:g}" for key, part in value.items())
    return " to ".join(map(written, value)) if isinstance(value, list) else f"{value:,.12g}"


def is_figure(value: Any) -> bool:
    return all(map(is_figure, value)) and value != [] if isinstance(value, list) else isinstance(value, int | float)


def figures(file: Path) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """Value and labels of each figure of a study's formats, by format and key."""
    formats, notes = tomllib.loads(file.read_text("utf-8"))["formats"], comments_in(file)
    return {
        (name, key): (written(value), re.findall(r"\[([SDA])\b", notes.get(f"formats.{name}.{key}", "")))
        for name, spec in formats.items()
        for key, value in spec.items()
        if is_figure(value) or key in OWN_DECAY
    }


def test_every_figure_of_the_template_stands_in_the_list_with_its_value_and_label() -> None:
    told, list_ = figures(TEMPLATE), listed()
    assert {name for name, _ in told} == NINE
    in_list = {key: (row[0], [row[2].strip("[]")]) for key, row in list_.items() if key[1] not in OWN_DECAY}
    assert in_list == told


def test_how_far_people_drive_is_what_the_board_says() -> None:
    told = {key: figure for key, figure in figures(BOARD).items() if key[1] in OWN_DECAY}
    own = {key: row for key, row in listed().items() if key[1] in OWN_DECAY}
    assert {key: row[0] for key, row in own.items()} == {key: value for key, (value, _) in told.items()}
    assert all(labels[0] == own[key][2].strip("[]") for key, (_, labels) in told.items())


def test_what_was_seen_has_a_source_and_a_grade_and_what_is_assumed_has_none() -> None:
    sources = (DOCS / "sources.md").read_text("utf-8")
    for key, (_value, unit, label, reason, grade) in listed().items():
        assert unit, key
        if label == "[S]":
            names = [name.strip().split(" ")[0] for name in reason.rsplit(": ", 1)[1].split(";")]
            assert all(name in sources for name in names), key
            assert grade in ("A", "B", "C"), key
        elif key[1] not in OWN_DECAY:
            assert (label, grade) == ("[A]", ""), key
