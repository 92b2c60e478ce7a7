"""The template study as the app opens it, its groundwork laid once for all tests that change no file of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from siteplan.store.groundwork_cache import world_of
from siteplan.store.private import CACHE_VARIABLE
from siteplan.ui.launch import STUDY_VARIABLE
from tests.template import write_template


@pytest.fixture(scope="session")
def laid(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The template study, and a cache that has its groundwork; leave both as they are."""
    folder = tmp_path_factory.mktemp("laid")
    write_template(folder / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(CACHE_VARIABLE, str(folder / "cache"))
        world_of(folder / "study")
    return folder


@pytest.fixture
def laid_study(laid: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The template study, opened by the app; leave its files as they are. Runs and caches are a test's own."""
    shutil.copytree(laid / "cache", cache)
    monkeypatch.setenv(STUDY_VARIABLE, str(laid / "study"))
    return laid / "study"
