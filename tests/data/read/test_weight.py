"""What each file may hold, several may not hold together: reading takes as long as all of them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data.read import weight
from siteplan.data.read.weight import weight_problems
from tests.data.folders import candidates, facilities, only, problems

TABLE = pd.DataFrame({"a": range(9), "b": range(9)})  # 20 cells with its header; 10 commas


def files(folder: Path, *suffixes: str) -> dict[str, Path]:
    found = {f"t{n}": folder / f"t{n}{suffix}" for n, suffix in enumerate(suffixes)}
    for path in found.values():
        TABLE.to_excel(path, index=False) if path.suffix == ".xlsx" else TABLE.to_csv(path, index=False)
    return found


@pytest.mark.parametrize(
    ("suffixes", "most", "told"),
    [
        ((".csv", ".csv"), 20, False),
        ((".csv", ".csv"), 19, True),
        ((".xlsx", ".csv"), 220, False),
        ((".xlsx", ".csv"), 205, True),  # 20 cells, each as slow as 10 of a CSV file
        ((".xlsx",), 1, False),  # by itself it has its own limit
    ],
)
def test_cells_add_up(
    suffixes: tuple[str, ...], most: int, told: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight, "MOST_CELLS_IN_ALL", most)
    assert bool(weight_problems(files(tmp_path, *suffixes))) is told


def test_a_file_that_is_no_workbook_or_not_there_weighs_nothing(tmp_path: Path) -> None:
    (tmp_path / "t.xlsx").write_bytes(b"PK rubbish")
    assert weight_problems({"a": tmp_path / "t.xlsx", "b": tmp_path / "none.csv", "c": tmp_path}) == []


def test_a_study_that_is_too_heavy_is_told_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "MOST_CELLS_IN_ALL", 30)
    problem = only(problems(tmp_path, candidates=candidates(), facilities=facilities()))
    assert (problem.table, problem.ids[0]) == ("study.toml [files]", "zones")
