"""A folder of results is whole, replaces only results, and is refused before the long work where it cannot be."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data import partial
from siteplan.errors import OutputError
from siteplan.present.files.folder import check_folder, whole_folder


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


def test_folders_made_on_the_way_go_with_a_failure(tmp_path: Path) -> None:
    with pytest.raises(OutputError), whole_folder(tmp_path / "a" / "b" / "out"):
        raise OSError(28, "No space left on device")
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(params=[True, False], ids=["exchange", "two steps"])
def exchanging(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the system exchanges two folders in one step."""
    if not request.param:
        monkeypatch.setattr(partial, "_exchanged", lambda _one, _other: False)
    return bool(request.param)


def test_if_the_exchange_fails_the_old_results_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", "plan.json")
    rename = Path.rename

    def refuse(self: Path, target: Path) -> Path:
        if target.name == "out" and not self.name.endswith("-old"):
            raise OSError(13, "Permission denied")
        return rename(self, target)

    monkeypatch.setattr(Path, "rename", refuse)
    monkeypatch.setattr(partial, "_exchanged", lambda _one, _other: False)
    with pytest.raises(OutputError, match="Permission denied"), whole_folder(tmp_path / "out") as part:
        write(part, "plan.json", "map.html")
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["plan.json"]


def test_either_way_of_exchanging_replaces_all_and_leaves_nothing(tmp_path: Path, exchanging: bool) -> None:
    write(tmp_path / "out", "plan.json", "map.html")
    with whole_folder(tmp_path / "out") as part:
        write(part, "plan.json")
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["plan.json"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


GONE = 2**22 + 1  # no process bears it: above the most that Linux gives


@pytest.mark.parametrize("name", [f".out-{GONE}-0123abcd", ".out-0123abcd", f".out-{GONE}-0123abcd-old"])
def test_what_a_killed_run_left_is_removed_and_that_is_said(tmp_path: Path, name: str) -> None:
    write(tmp_path / "out", "plan.json")
    write(tmp_path / name, "plan.json", "map.html")
    assert [name in said for said in check_folder(tmp_path / "out")] == [True]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_results_moved_aside_by_a_killed_run_come_back(tmp_path: Path) -> None:
    """Killed between the two steps of an exchange: the old results lie aside, the new ones have no name yet."""
    write(tmp_path / f".out-{GONE}-0123abcd-old", "plan.json")
    write(tmp_path / f".out-{GONE}-0123abcd", "plan.json", "map.html")
    assert "are back" in check_folder(tmp_path / "out")[0]
    assert [entry.name for entry in (tmp_path / "out").iterdir()] == ["plan.json"]
    assert [entry.name for entry in tmp_path.iterdir()] == ["out"]


def test_what_a_living_run_writes_is_left_alone(tmp_path: Path) -> None:
    with whole_folder(tmp_path / "out") as part:
        write(part, "plan.json")
        assert check_folder(tmp_path / "out") == []
        assert part.is_dir()
        kept = part.rename(tmp_path / f".out-{GONE}-0123abcd")  # of another machine, say: the lock is what counts
        assert check_folder(tmp_path / "out") == []
        kept.rename(part)
    assert (tmp_path / "out" / "plan.json").exists()


@pytest.mark.parametrize("name", [".out-notes", f".out-{GONE}-0123abcd", ".other-0123abcd", ".out2-0123abcd"])
def test_nothing_else_beside_the_results_is_touched(tmp_path: Path, name: str) -> None:
    """Also a folder of a part's name is left where something in it is not siteplan's."""
    write(tmp_path / name, "plan.json", "thesis.docx")
    assert check_folder(tmp_path / "out") == []
    assert {entry.name for entry in (tmp_path / name).iterdir()} == {"plan.json", "thesis.docx"}


def test_a_name_too_long_is_refused_before_the_work(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="too long"):
        check_folder(tmp_path / ("x" * 300))


def test_a_disk_of_its_own_is_refused_before_the_work() -> None:
    with pytest.raises(OutputError):
        check_folder(Path("/"))
