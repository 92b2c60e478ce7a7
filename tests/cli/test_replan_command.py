"""`siteplan plan --from DIR --phase NAME`: a plan in phases made anew, what was decided before a phase as it is."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tests.command_line import Run
from tests.store.phased_town import write_town


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small town; a mall costs a million."""
    return write_town(tmp_path_factory.mktemp("town") / "study")


@pytest.fixture
def earlier(town: Path, run: Run) -> Path:
    out = town.with_name("earlier")
    if not out.exists():
        assert run("plan", town, "--out", out).code == 0
    return out


@pytest.fixture
def later(town: Path, tmp_path: Path) -> Path:
    """The same study a year later."""
    return Path(shutil.copytree(town, tmp_path / "study"))


def made(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / "plan.json").read_text("utf-8"))
    return told


def first(plan: dict[str, Any], phases: int = 1) -> dict[str, tuple[Any, ...]]:
    """What is decided in the first phases, and when it opens."""
    decided = plan["phases"]["decisions"]
    return {d["site_id"]: (d["format"], d["opens"], d["spent"]) for d in decided if d["phase"] <= phases}


def test_what_was_decided_stays_and_the_plan_says_what_it_goes_on_from(
    earlier: Path, later: Path, tmp_path: Path, run: Run
) -> None:
    """Malls are dearer by now; the two of the first phase and the one of the second are as they were."""
    text = (later / "study.toml").read_text("utf-8").replace("capex_fixed = 1_000_000", "capex_fixed = 1_500_000")
    (later / "study.toml").write_text(text, "utf-8")
    said = run("plan", later, "--from", earlier, "--phase", "3", "--out", tmp_path / "new", "--language", "en")
    assert said.code == 0, said.text
    old, new = made(earlier), made(tmp_path / "new")
    assert len(first(old, 2)) == 3
    assert first(new, 2) == first(old, 2)
    study = old["study"]
    assert new["from"] == {"name": "Small town", "hash": study["hash"], "phase": "Rest", "frozen": 3}
    assert "What was decided before Rest stays as it is: 3 sites, 3 m CNY" in said.out
    sites = pd.read_csv(tmp_path / "new" / "sites.csv").set_index("site_id")
    assert set(sites.index[sites["committed"]]) == set(first(old, 2))
    assert new["bound"] >= new["objective"]


def test_one_without_the_other_is_a_slip_of_usage(earlier: Path, town: Path, run: Run) -> None:
    assert run("plan", town, "--from", earlier).code == 2
    assert run("plan", town, "--phase", "Rest").code == 2


def test_what_no_longer_fits_is_named_all_at_once(earlier: Path, later: Path, tmp_path: Path, run: Run) -> None:
    """One site is gone from the table, another is forbidden by now."""
    gone, barred = sorted(first(made(earlier)))
    table = pd.read_csv(later / "candidates.csv", dtype=str)
    table["status"] = table["site_id"].eq(barred).map({True: "forbidden", False: "candidate"})
    table[table["site_id"] != gone].to_csv(later / "candidates.csv", index=False)
    said = run("plan", later, "--from", earlier, "--phase", "Growth", "--out", tmp_path / "new")
    assert said.code == 1
    assert "candidates have it no more" in said.err
    assert "its column status forbids it" in said.err
    assert gone in said.err
    assert barred in said.err
