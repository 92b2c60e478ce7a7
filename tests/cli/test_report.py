"""`siteplan report`: a saved plan told again, in any medium and language, without its study or a solver."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from pypdf import PdfReader

from siteplan.present.files.export import write_plan
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept") / "plan"
    write_plan(tiny_plan(), folder)
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(kept, tmp_path / "plan"))


def test_the_report_is_the_one_that_the_plan_was_written_with(folder: Path, run: Callable[..., Any]) -> None:
    first = (folder / "report.html").read_bytes()
    (folder / "report.html").unlink()
    assert run("report", folder, "--format", "html").code == 0
    assert (folder / "report.html").read_bytes() == first


def test_each_language_has_a_file_and_twice_the_same_bytes(folder: Path, run: Callable[..., Any]) -> None:
    asked = ("report", folder, "--format", "html", "--language", "en,zh-Hans")
    assert run(*asked).code == 0
    files = [folder / f"report.{language}.html" for language in ("en", "zh-Hans")]
    first = [file.read_bytes() for file in files]
    assert "网点" in first[1].decode()
    assert run(*asked).code == 0
    assert [file.read_bytes() for file in files] == first


def test_it_may_be_written_elsewhere_and_the_plan_stays_as_it_was(
    folder: Path, tmp_path: Path, run: Callable[..., Any]
) -> None:
    before = {file.name: file.read_bytes() for file in folder.iterdir()}
    assert run("report", folder, "--format", "html", "--out", tmp_path / "pack").code == 0
    assert [file.name for file in (tmp_path / "pack").iterdir()] == ["report.html"]
    assert {file.name: file.read_bytes() for file in folder.iterdir()} == before


def test_all_that_is_asked_wrongly_is_named_at_once(folder: Path, run: Callable[..., Any]) -> None:
    done = run("report", folder, "--format", "htm,doc", "--language", "de")
    assert done.code == 1
    assert "Did you mean html?" in done.err
    assert all(name in done.err for name in ("'htm'", "'doc'", "'de'"))


def test_a_spoilt_plan_is_named_and_nothing_is_written(folder: Path, run: Callable[..., Any]) -> None:
    (folder / "map.json").write_text("{}")
    (folder / "report.html").unlink()
    done = run("report", folder, "--format", "html")
    assert done.code == 1
    assert "map.json" in done.err
    assert "altered" in done.err
    assert not (folder / "report.html").exists()


def test_a_file_that_the_report_does_not_read_may_be_edited_and_is_told(folder: Path, run: Callable[..., Any]) -> None:
    (folder / "sites.csv").write_text("edited")
    done = run("report", folder, "--format", "html")
    assert done.code == 0
    assert "sites.csv" in done.err


def test_the_pdf_has_page_one_in_the_language_asked_and_bears_no_time_but_the_plans(
    folder: Path, run: Callable[..., Any]
) -> None:
    assert run("report", folder, "--format", "pdf", "--language", "zh-Hans").code == 0
    first = (folder / "report.pdf").read_bytes()
    read = PdfReader(folder / "report.pdf")
    assert "提请决策" in "".join(read.pages[0].extract_text().split())
    assert len(read.pages) > 5
    made = datetime.fromisoformat(json.loads((folder / "contents.json").read_text("utf-8"))["made"])
    assert read.metadata is not None
    assert read.metadata.creation_date is not None
    assert read.metadata.creation_date == made
    assert run("report", folder, "--format", "pdf", "--language", "zh-Hans").code == 0
    assert (folder / "report.pdf").read_bytes() == first
