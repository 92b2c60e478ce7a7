"""`siteplan explain`: why a site is in a saved plan, and why another is not, as solving anew has it."""

import json
import shutil
from pathlib import Path

import pytest

from tests.command_line import Run
from tests.template import write_template


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with a plan that is proven to the end, so that every price is exact."""
    folder = tmp_path_factory.mktemp("why") / "study"
    write_template(folder)
    return folder


@pytest.fixture
def plan(template: Path, run: Run) -> Path:
    out = template.with_name("plan")
    if not out.exists():
        assert run("plan", template, "--gap", "1e-6", "--explain-limit", "0", "--out", out).code == 0
    return out


def sites(plan: Path) -> tuple[str, str]:
    """One that opens, and one that does not."""
    opened = [site["site_id"] for site in json.loads((plan / "plan.json").read_text("utf-8"))["sites"]]
    rejected = (plan / "rejected.csv").read_text("utf-8-sig").splitlines()[1].split(",")[0]
    return opened[0], rejected


def test_it_says_why_and_why_not(plan: Path, run: Run) -> None:
    opened, rejected = sites(plan)
    said = run("explain", plan, "--site", opened, "--site", rejected, "--language", "en")
    assert said.code == 0
    assert f"({opened})" in said.out
    assert "It opens as " in said.out
    assert "re-evaluated" in said.out
    assert "e-solved" in said.out
    assert f"({rejected})" in said.out


def test_it_says_so_in_chinese(plan: Path, run: Run) -> None:
    said = run("explain", plan, "--site", sites(plan)[1], "--language", "zh-Hans")
    assert "重新求解" in said.out
    assert "e-solved" not in said.out


def test_json_has_the_figures(plan: Path, run: Run) -> None:
    """Proven to the end, each price is exact, or it is exact that there is none."""
    opened, rejected = sites(plan)
    told = json.loads(run("explain", plan, "--site", opened, "--site", rejected, "--json").out)
    first, second = told["sites"]
    assert (first["opens"], second["opens"]) == (True, False)
    assert first["removal_basis"] in ("re-solved", "no plan without it")
    assert {option["entry_verdict"] for option in second["options"]} <= {"exact", "never", ""}
    assert told["gap"] <= 1e-6


def test_a_study_that_has_changed_is_refused(plan: Path, template: Path, run: Run, tmp_path: Path) -> None:
    other = tmp_path / "study"
    shutil.copytree(template, other)
    table = sorted(file for file in other.iterdir() if file.suffix == ".csv")[0]
    table.write_bytes(table.read_bytes() + b"\n")
    said = run("explain", plan, "--site", sites(plan)[1], "--study", other)
    assert said.code == 1
    assert "has changed since this plan was made" in said.err
    gone = run("explain", plan, "--site", "nobody")
    assert gone.code == 1
    assert "no site with this id" in gone.err


@pytest.mark.parametrize("text", [None, "", "[]", "{}", '{"study": 3}', "[" * 100_000])
def test_what_is_no_plan_is_refused(text: str | None, run: Run, tmp_path: Path) -> None:
    if text is not None:
        (tmp_path / "plan.json").write_text(text, "utf-8")
    said = run("explain", tmp_path, "--site", "C1")
    assert said.code == 1
    assert "plan.json" in said.err
    assert "Traceback" not in said.err


def test_a_plan_whose_study_is_gone_says_so(plan: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text((plan / "plan.json").read_text("utf-8"), "utf-8")
    said = run("explain", tmp_path, "--site", "C1")
    assert said.code == 1
    assert "--study STUDY" in said.err
    record = json.loads((plan / "plan.json").read_text("utf-8"))
    record["question"] = {"objective": "fame"}
    (tmp_path / "plan.json").write_text(json.dumps(record), "utf-8")
    assert "question" in run("explain", tmp_path, "--site", "C1", "--study", plan.with_name("study")).err
