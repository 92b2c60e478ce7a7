"""Files that maps fetch are named by what they hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.store.map_files import keep_file, kept_files
from siteplan.store.private import CACHE_VARIABLE


def test_the_same_content_has_the_same_name_and_is_written_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path))
    first, again, other = keep_file(b"a", "gz"), keep_file(b"a", "gz"), keep_file(b"b", "gz")
    assert first == again != other
    assert {file.name for file in kept_files().iterdir()} == {first, other}
    assert (kept_files() / first).read_bytes() == b"a"
