"""The app's own folder is closed to others."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from siteplan.store.private import private_folder

posix = pytest.mark.skipif(not hasattr(os, "getuid"), reason="Windows has no modes and owners of files")


@posix
def test_the_folder_and_the_one_above_it_are_for_this_user_alone(cache: Path) -> None:
    cache.mkdir(mode=0o777)
    folder = private_folder("jobs")
    assert folder == cache / "jobs"
    assert [f.stat().st_mode & 0o777 for f in (cache, folder)] == [0o700, 0o700]


@posix
def test_a_folder_of_somebody_else_is_refused(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    somebody = os.getuid() + 1
    monkeypatch.setattr(os, "getuid", lambda: somebody)
    with pytest.raises(PermissionError, match="belongs to somebody else"):
        private_folder("jobs")


def test_without_a_name_of_its_own_it_lies_in_the_users_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SITEPLAN_CACHE", raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert private_folder("jobs") == tmp_path / "siteplan" / "jobs"
