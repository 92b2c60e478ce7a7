"""Phases and outlooks of a question as tables, to and from their keys in study.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

__all__ = ["OUTLOOK_CELLS", "PHASE_CELLS", "Cell", "as_asked", "stage_rows"]


@dataclass(frozen=True)
class Cell:
    """A column of the table: of what study.toml holds, how much is shown, and whether it is a whole number."""

    times: float = 1.0
    whole: bool = False
    text: bool = False


PHASE_CELLS: Mapping[str, Cell] = {
    "name": Cell(text=True), "start": Cell(text=True), "end": Cell(text=True), "budget": Cell(1e-6),
    "contingency": Cell(100.0), "at_most": Cell(whole=True), "staff": Cell(whole=True),
}  # fmt: skip
OUTLOOK_CELLS: Mapping[str, Cell] = {
    "name": Cell(text=True), "probability": Cell(100.0), "demand": Cell(100.0), "rivals": Cell(100.0),
    "outside": Cell(100.0), "rent": Cell(100.0), "margin": Cell(100.0),
}  # fmt: skip
DEFAULT = "default"


def stage_rows(asked: Sequence[Mapping[str, Any]], cells: Mapping[str, Cell]) -> pd.DataFrame:
    """Return a row for each, by its position."""
    rows = [{name: _shown(one.get(name), cell) for name, cell in cells.items()} for one in asked]
    frame = pd.DataFrame(rows, columns=[*cells])
    return frame.astype({name: object if cell.text else float for name, cell in cells.items()})


def as_asked(
    edited: pd.DataFrame, asked: Sequence[Mapping[str, Any]], cells: Mapping[str, Cell]
) -> tuple[dict[str, Any], ...]:
    """Return what the rows say; what has no column stays as it was, and an untouched cell to the last digit."""
    return tuple(_row(edited.loc[row], _before(row, asked), cells) for row in edited.index)


def _before(row: Any, asked: Sequence[Mapping[str, Any]]) -> Mapping[str, Any]:
    return asked[row] if isinstance(row, int) and row < len(asked) else {}


def _row(now: pd.Series, before: Mapping[str, Any], cells: Mapping[str, Cell]) -> dict[str, Any]:
    said = dict(before)
    for name, cell in cells.items():
        if _shown(before.get(name), cell) == now[name] or (pd.isna(now[name]) and name not in before):
            continue
        said.pop(name, None)
        if not pd.isna(now[name]):
            said[name] = _told(now[name], before.get(name), cell)
    return said


def _shown(held: Any, cell: Cell) -> Any:
    """Return a cell; of factors by tier, that of all others."""
    if isinstance(held, Mapping):
        held = held.get(DEFAULT)
    if held is None or cell.text:
        return held
    return round(float(held) * cell.times, 9)


def _told(shown: Any, before: Any, cell: Cell) -> Any:
    if cell.text:
        return str(shown).strip()
    value = int(shown) if cell.whole else round(float(shown) / cell.times, 12)
    return {**before, DEFAULT: value} if isinstance(before, Mapping) else value
