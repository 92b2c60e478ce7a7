"""A plan's folder keeps the plan: what is read back is what was written, and what was spoilt is named."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from siteplan.errors import StudyError
from siteplan.present.files.export import write_plan
from siteplan.present.reports.report_html import report_html
from siteplan.present.saved.archive import as_this_version, kept_data, kept_plan
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("kept") / "plan"
    write_plan(tiny_plan(), written)
    return written


def test_a_plan_read_back_is_the_plan_that_was_written(folder: Path) -> None:
    """Taken apart again it gives the same bytes: dtypes, order of columns, shapes and settings with them."""
    assert kept_data(kept_plan(folder).plan) == kept_data(tiny_plan())


def test_its_report_is_the_same_page(folder: Path) -> None:
    plan, kept = tiny_plan(), kept_plan(folder).plan
    assert report_html(kept, Reader.of(kept.study)) == report_html(plan, Reader.of(plan.study))


def test_what_was_left_unset_stays_unset(folder: Path) -> None:
    """Reports tell what a planner gave from what is usual."""
    plan = tiny_plan()
    assert kept_plan(folder).plan.study.demand.model_fields_set == plan.study.demand.model_fields_set


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert kept_data(tiny_plan()) == kept_data(tiny_plan())


@pytest.mark.parametrize("name", ["plan_data.zip", "map.json"])
@pytest.mark.parametrize("how", ["missing", "altered"])
def test_a_file_that_is_missing_or_altered_is_named(folder: Path, name: str, how: str) -> None:
    kept = (folder / name).read_bytes()
    try:
        (folder / name).unlink() if how == "missing" else (folder / name).write_bytes(kept + b" ")
        with pytest.raises(StudyError) as raised:
            kept_plan(folder, ["map.json"])
    finally:
        (folder / name).write_bytes(kept)
    assert [(Path(p.table).name, how in p.what) for p in raised.value.problems] == [(name, True)]
    assert "siteplan plan STUDY" in raised.value.problems[0].remedy


def test_a_file_that_nobody_reads_may_be_altered_and_is_told(folder: Path) -> None:
    kept = (folder / "sites.csv").read_bytes()
    (folder / "sites.csv").write_bytes(kept + b"\n")
    try:
        assert kept_plan(folder).altered == ("sites.csv",)
    finally:
        (folder / "sites.csv").write_bytes(kept)


def test_a_folder_without_a_plan_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="there is no plan here"):
        kept_plan(tmp_path)


@pytest.mark.parametrize("name", ["/dev/zero", "../plan/plan.json", "a/b"])
def test_a_name_that_leads_out_of_the_folder_is_refused_unread(folder: Path, name: str) -> None:
    """To take the digest of a device would never end."""
    contents = folder / "contents.json"
    kept = contents.read_text("utf-8")
    record = json.loads(kept)
    record["files"][name] = "0"
    contents.write_text(json.dumps(record))
    try:
        with pytest.raises(StudyError, match="not as siteplan writes it"):
            kept_plan(folder)
    finally:
        contents.write_text(kept)


def of_another(tree: dict[str, Any]) -> dict[str, Any]:
    parts = dict(tree["plan"]["parts"])
    del parts["kpis"]
    return tree | {"plan": tree["plan"] | {"parts": parts}}


def of_nobody(tree: dict[str, Any]) -> dict[str, Any]:
    return tree | {"plan": {"~": "dataclass", "is": "subprocess:Popen", "parts": {"args": "false"}}}


@pytest.mark.parametrize("spoilt", [of_another, of_nobody])
def test_a_plan_of_another_version_is_refused_and_nothing_foreign_is_made(
    folder: Path, tmp_path: Path, spoilt: Any
) -> None:
    """A class that is not siteplan's is never called, whatever a file names."""
    shutil.copytree(folder, tmp_path / "plan")
    file, contents = tmp_path / "plan/plan_data.zip", tmp_path / "plan/contents.json"
    with zipfile.ZipFile(file) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["plan.json"] = json.dumps(spoilt(json.loads(parts["plan.json"]))).encode()
    with zipfile.ZipFile(file, "w") as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    record = json.loads(contents.read_text())
    del record["files"]["plan_data.zip"]
    record["files"]["plan_data.zip"] = sha256(file.read_bytes()).hexdigest()
    contents.write_text(json.dumps(record))
    with pytest.raises(StudyError, match="keeps plans another way"):
        kept_plan(tmp_path / "plan")


def test_a_plan_that_lacks_what_came_later_is_refused_only_where_another_version_wrote_it(folder: Path) -> None:
    """A column that is missing in a plan of this very version is a fault, and is not told as anything else."""
    lacking = replace(tiny_plan(), zones=tiny_plan().zones.drop(columns="access"))
    kept = replace(kept_plan(folder), plan=lacking)
    with pytest.raises(KeyError), as_this_version([kept]):
        report_html(kept.plan, Reader("en"))
    with pytest.raises(StudyError, match="keeps plans another way"), as_this_version([replace(kept, version="0.0.1")]):
        report_html(kept.plan, Reader("en"))
