"""A fit to own sales from the command line: the bundled study, fitted, sells what its sites sold."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pandas as pd
import pytest

from siteplan.data.bundled import bundled_study
from tests.command_line import Run


def test_the_revised_study_sells_what_own_sites_sold(run: Run, tmp_path: Path) -> None:
    """In all within 2 %, by format within 10 %; nothing else in study.toml changes, and check reads it."""
    out = tmp_path / "fit"
    ended = run("calibrate", bundled_study(), "--to", "sales", "--out", out)
    assert ended.code == 0
    assert "held out in spatial blocks" in ended.out
    assert "the mean of each format does as well" in ended.out  # sales of the bundled study are drawn without places
    before = (bundled_study() / "study.toml").read_text("utf-8").splitlines()
    after = (out / "study.toml").read_text("utf-8").splitlines()
    assert len(before) == len(after)
    changed = [new for old, new in zip(before, after, strict=True) if old != new]
    assert [line.split(" = ")[0] for line in changed] == ["outside", "attractiveness"]
    assert all("[D] fitted to own sales, 95 %:" in line for line in changed)
    told = json.loads((out / "fit.json").read_text("utf-8"))
    assert abs(told["after"]["off"]) < 0.02
    assert all(abs(part["off"]) < 0.1 for part in told["after"]["formats"].values())
    assert told["before"]["off"] == pytest.approx(0.242, abs=0.001)
    fitted = tomllib.loads((out / "study.toml").read_text("utf-8"))
    assert told["parameters"][0]["value"] == pytest.approx(fitted["formats"]["dealer"]["attractiveness"], rel=1e-3)
    sites = pd.read_csv(out / "sites.csv")
    assert sites["after"].sum() == pytest.approx(told["after"]["modelled"], rel=1e-6)
    assert {path.name for path in out.iterdir()} == {"study.toml", "fit.json", "fit.csv", "sites.csv"}


def test_a_study_without_sales_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    run("init", tmp_path / "study")
    ended = run("calibrate", tmp_path / "study", "--to", "sales", "--out", tmp_path / "fit")
    assert ended.code == 1
    assert "own sites have annual sales that count, and 8 are needed" in ended.err
    assert not (tmp_path / "fit").exists()
