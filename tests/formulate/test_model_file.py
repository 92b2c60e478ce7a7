"""The model's file: written whole, or what was there stays."""

from pathlib import Path

import pytest

from siteplan.errors import SolverError
from siteplan.formulate.model_file import write_model
from siteplan.optimise import export_master, solve
from tests.optimise.small import draw


def test_it_is_the_optimisers_own_export_and_nothing_else_is_left(tmp_path: Path) -> None:
    problem = draw(1).problem()
    selection = solve(problem)
    write_model(problem, selection, tmp_path / "model.lp")
    export_master(problem, selection, tmp_path / "again.lp")
    assert (tmp_path / "model.lp").read_text() == (tmp_path / "again.lp").read_text()
    assert len(list(tmp_path.iterdir())) == 2


def test_what_was_there_stays_where_writing_fails(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def half(problem: object, selection: object, file: Path) -> None:
        file.write_text("half")
        raise SolverError("no more room")

    file = tmp_path / "model.lp"
    file.write_text("before")
    problem = draw(1).problem()
    monkeypatch.setattr("siteplan.formulate.model_file.export_master", half)
    with pytest.raises(SolverError):
        write_model(problem, solve(problem), file)
    assert file.read_text() == "before"
    assert len(list(tmp_path.iterdir())) == 1
