"""Files that maps fetch are named by what they hold."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from siteplan.store.map_files import keep_file, keep_folder, kept_files, kept_under, still_kept
from siteplan.store.private import CACHE_VARIABLE


def test_the_same_content_has_the_same_name_and_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    first, again, other = keep_file(b"a", "gz"), keep_file(b"a", "gz"), keep_file(b"b", "gz")
    assert first == again != other
    assert {file.name for file in kept_files().iterdir()} == {first, other}
    assert (kept_files() / first).read_bytes() == b"a"


def test_of_old_folders_the_youngest_four_stay_and_none_that_is_in_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six of yesterday and one of now: what is written anew clears all but the four youngest of the eight."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    names = [keep_folder({"a.js": str(n).encode()}) for n in range(7)]
    for day, name in enumerate(names[:6]):
        os.utime(kept_files() / name, (day, day))
    assert keep_folder({"a.js": b"0"}) == names[0]  # it is asked for again
    last = keep_folder({"a.js": b"new"})
    assert {folder.name for folder in kept_files().iterdir()} == {names[0], names[6], last, names[5]}
    assert (kept_files() / last / "a.js").read_bytes() == b"new"


def test_a_file_that_somebody_removed_is_known_to_be_gone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    name = keep_file(b"a", "gz")
    assert still_kept(name)
    (kept_files() / name).unlink()
    assert not still_kept(name)


def test_what_was_kept_under_a_key_is_made_once_until_a_file_of_it_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    made = []

    def make() -> dict[str, str]:
        made.append(1)
        return {"cells": keep_file(b"cells", "gz")}

    first = kept_under("study", make)
    assert kept_under("study", make) == first
    (kept_files() / first["cells"]).unlink()
    assert kept_under("study", make) == first
    assert (len(made), kept_under("other", make)) == (2, first)
