"""A folder of results is whole, replaces only results, and is refused before the long work where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.errors import OutputError
from siteplan.present.folder import check_folder, whole_folder


def write(folder: Path, *names: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        (folder / name).write_text(name, "utf-8")


@pytest.mark.parametrize("names", [(), ("plan.json", "sites.csv"), ("scorecard.csv", ".DS_Store")])
def test_new_empty_and_earlier_results_are_fine(tmp_path: Path, names: tuple[str, ...]) -> None:
    write(tmp_path / "out", *names)
    check_folder(tmp_path / "out")
    check_folder(tmp_path / "not" / "there" / "yet")


@pytest.mark.parametrize("names", [("thesis.docx",), ("plan.json", "thesis.docx"), ("sites.csv",), (".git",)])
def test_anything_else_is_refused_and_left_alone(tmp_path: Path, names: tuple[str, ...]) -> None:
    write(tmp_path / "out", *names)
    with pytest.raises(OutputError, match="no results of siteplan"), whole_folder(tmp_path / "out"):
        pass
    assert {entry.name for entry in (tmp_path / "out").iterdir()} == set(names)
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    write(tmp_path, "out")
    with pytest.raises(OutputError, match="is a file"):
        check_folder(tmp_path / "out")
    with pytest.raises(OutputError, match="may not be written"):
        check_folder(tmp_path / "out" / "below")


def test_results_replace_results(tmp_path: Path) -> None:
    write(tmp_path / "out", "plan.json", "map.html")
    with whole_folder(tmp_path / "out") as part:
        write(part, "plan.json")
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["plan.json"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_failure_leaves_what_was_there(tmp_path: Path) -> None:
    write(tmp_path / "out", "plan.json")

    def fail() -> None:
        with whole_folder(tmp_path / "out") as part:
            write(part, "map.html")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert (tmp_path / "out" / "plan.json").read_text("utf-8") == "plan.json"
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_told_as_such(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="No space left"), whole_folder(tmp_path / "out"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_if_the_exchange_fails_the_old_results_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", "plan.json")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "out" and not self.name.endswith("-old"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(OutputError, match="Permission denied"), whole_folder(tmp_path / "out") as part:
        write(part, "plan.json", "map.html")
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["plan.json"]
