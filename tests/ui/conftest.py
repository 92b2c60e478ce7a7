"""A template study and a cache of its own for every test of the app."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.ui.launch import STUDY_VARIABLE
from siteplan.ui.private import CACHE_VARIABLE
from tests.template import write_template


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache folder that nobody else uses."""
    folder = tmp_path / "cache"
    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    return folder


@pytest.fixture
def template(tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The template study, opened by the app."""
    folder = tmp_path / "study"
    write_template(folder)
    monkeypatch.setenv(STUDY_VARIABLE, str(folder))
    return folder
