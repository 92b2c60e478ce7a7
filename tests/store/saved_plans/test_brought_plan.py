"""A plan's folder from elsewhere is taken in whole and written anew, or refused with what is wrong."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest

from siteplan.errors import StudyError
from siteplan.present.files.export import write_plan
from siteplan.present.files.folder import PLAN_FILES
from siteplan.present.saved.archive import kept_plan
from siteplan.store.saved_plans import brought_plan
from siteplan.store.saved_plans.brought_plan import bring_plan
from siteplan.store.saved_plans.plan_archive import opened
from siteplan.store.saved_plans.saved_list import saved_plans
from tests.store.saved_plans.plans_kept import LI
from tests.worlds import tiny_plan

STUDY = tiny_plan().study.study.name


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    """The files of a plan as the command line writes them."""
    folder = tmp_path_factory.mktemp("brought") / "plan"
    write_plan(tiny_plan(), folder, made=86_400)
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def packed(files: Mapping[str, bytes], home: str = "plan/") -> io.BytesIO:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(home + name, content)
    return made


@pytest.mark.parametrize("home", ["plan/", ""])
def test_a_folder_is_taken_in_and_its_pages_are_written_anew(
    home: str, files: Mapping[str, bytes], cache: Path
) -> None:
    """A page of the archive may hold a script of whoever packed it: no visitor is handed one."""
    plan = bring_plan(packed(files, home), "From the desk", STUDY, LI)
    assert saved_plans(STUDY, LI) == [plan]
    assert (plan.name, plan.made_by) == ("From the desk", None)
    kept = kept_plan(opened(plan.digest))
    assert (kept.made, kept.altered) == (86_400, ())
    assert {path.name for path in kept.folder.iterdir()} <= {*PLAN_FILES}
    assert (kept.folder / "report.html").read_bytes() == files["report.html"]
    assert (kept.folder / "map.json").read_bytes() == files["map.json"]


def test_what_is_no_whole_folder_of_a_plan_of_this_study_is_refused(
    files: Mapping[str, bytes], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {
        "no ZIP": io.BytesIO(b"PK but not really"),
        "nothing": packed({}),
        "altered": packed({**files, "sites.csv": b"site_id\n<script>\n"}),
        "unlisted": packed({**files, "evil.html": b"<script>"}),
        "nested": packed({**files, "deep/er.csv": b""}),
        "climbs": packed({**files, "../er.csv": b""}, ""),
        "missing": packed({name: content for name, content in files.items() if name != "plan_data.zip"}),
    }
    for why, given in wrong.items():
        with pytest.raises(StudyError) as refused:
            bring_plan(given, "x", STUDY, LI)
        assert all(problem.remedy for problem in refused.value.problems), why
    with pytest.raises(StudyError, match="of the study"):
        bring_plan(packed(files), "x", "another study", LI)
    monkeypatch.setattr(brought_plan, "MOST_BYTES", sum(map(len, files.values())) - 1)
    with pytest.raises(StudyError, match="larger than any plan"):
        bring_plan(packed(files), "x", STUDY, LI)
    assert saved_plans(STUDY, LI) == []
    assert [*(cache / "opened").iterdir()] == []


def forged(files: Mapping[str, bytes], plan_data: bytes) -> io.BytesIO:
    """A folder whose contents.json is right about a plan_data.zip of somebody's own."""
    contents = json.loads(files["contents.json"])
    contents["files"]["plan_data.zip"] = sha256(plan_data).hexdigest()
    return packed({**files, "plan_data.zip": plan_data, "contents.json": json.dumps(contents).encode()})


def test_a_forged_plan_is_refused_in_words_that_name_no_path_of_the_server(
    files: Mapping[str, bytes], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its parts are there and fit no plan: a table lacks a column; or they are larger than memory."""
    with zipfile.ZipFile(io.BytesIO(files["plan_data.zip"])) as inner:
        parts = {name: inner.read(name) for name in inner.namelist()}
    parts["plan.json"] = parts["plan.json"].replace(b'"covered_before"', b'"else"')
    for given in (forged(files, packed(parts, "").getvalue()), forged(files, b"no ZIP")):
        with pytest.raises(StudyError) as refused:
            bring_plan(given, "x", STUDY, LI)
        assert str(cache) not in str(refused.value)
    monkeypatch.setattr(brought_plan, "MOST_BYTES", 5_000_000)
    with pytest.raises(StudyError, match="larger than any plan"):
        bring_plan(forged(files, packed({"plan.json": b" " * 5_000_001}, "").getvalue()), "x", STUDY, LI)
    assert [*(cache / "opened").iterdir()] == []


def test_a_bomb_that_lies_about_its_size_is_refused(
    files: Mapping[str, bytes], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten million zeros are ten kilobytes packed: no more than an entry claims is read of it, and that is not whole."""
    bomb = packed({**files, "sites.csv": b"0" * 10_000_000})
    monkeypatch.setattr(brought_plan, "MOST_BYTES", 5_000_000)
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", property(lambda _entry: 1, lambda _entry, _size: None), False)
    with pytest.raises(StudyError):
        bring_plan(bomb, "x", STUDY, LI)
    assert [*(cache / "opened").iterdir()] == []
