"""Small studies that once had a wrong answer, or none: what is right, through the command line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pytest

from tests.command_line import Run
from tests.template import write_template

CASES = Path(__file__).parent


def planned(run: Run, study: Path, out: Path) -> dict[str, Any]:
    """plan.json of a study that has a plan."""
    ended = run("plan", study, "--out", out)
    assert ended.code == 0, ended.err
    return dict(json.loads((out / "plan.json").read_text("utf-8")))


def opened(record: dict[str, Any]) -> set[str]:
    return {site["site_id"] for site in record["sites"]}


def template(to: Path, **lines: str) -> Path:
    """The template with one line of a file replaced: {file stem: "old -> new"}."""
    write_template(to)
    for stem, change in lines.items():
        old, new = change.split(" -> ")
        (file,) = to.glob(f"{stem}.*")
        text = file.read_text("utf-8")
        assert old in text
        file.write_text(text.replace(old, new), "utf-8")
    return to


def test_a_plan_that_opens_every_candidate_is_written(run: Run, tmp_path: Path) -> None:
    assert opened(planned(run, CASES / "01", tmp_path / "plan")) == {"A", "B"}


def test_nobody_passes_a_site_of_no_foot_traffic(run: Run, tmp_path: Path) -> None:
    """Attractiveness x (0 / median) ^ 1 is 0: D and B win something, A nothing."""
    assert opened(planned(run, CASES / "03", tmp_path / "plan")) == {"D", "B"}


def test_a_zone_without_city_and_county_is_named_by_its_id(run: Run, tmp_path: Path) -> None:
    ended = run("plan", CASES / "20", "--out", tmp_path / "plan")
    assert ended.code == 3
    assert "Z9, 5 persons" in ended.text


@pytest.mark.parametrize("command", ["check", "plan"])
def test_a_rule_on_people_who_are_not_there_is_refused_at_the_door(run: Run, tmp_path: Path, command: str) -> None:
    ended = run(command, CASES / "21", *(["--out", tmp_path / "plan"] if command == "plan" else []))
    assert ended.code == 1
    assert "study.toml [plan.rules] #1: no zone has the city Foshan" in ended.text
    assert not (tmp_path / "plan").exists()


@pytest.mark.parametrize("area", ["rural", "urban"])
def test_so_is_one_on_an_area_in_which_nobody_lives(run: Run, tmp_path: Path, area: str) -> None:
    """The template's own rural rule, where zones lose their column rural; and urban people where all is rural."""
    study = template(tmp_path / "study", study=f'area = "rural"\n -> area = "{area}"\n')
    zones = gpd.read_file(study / "zones.geojson").drop(columns="rural")
    zones.assign(**({"rural": True} if area == "urban" else {})).to_file(study / "zones.geojson")
    ended = run("check", study)
    assert ended.code == 1
    assert f"[plan.rules] #3: nobody lives in a zone that is {area}" in ended.text


def test_own_stations_count_for_coverage_of_charging(run: Run, tmp_path: Path) -> None:
    """The station at A is the maker's own: 1,000 of 1,900 people are covered today, all once D opens at B."""
    record = planned(run, CASES / "30", tmp_path / "plan")
    assert opened(record) == {"D"}
    assert record["baseline"]["coverage"]["all"] == pytest.approx(1000 / 1900)
    assert record["kpis"]["coverage"]["all"] == 1.0


@pytest.mark.parametrize(("command", "page"), [("score", "candidates.html"), ("plan", "report.html")])
def test_demand_of_zones_without_area_is_not_told_by_area(run: Run, tmp_path: Path, command: str, page: str) -> None:
    ended = run(command, CASES / "31", "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
    drawn = (tmp_path / "out" / page).read_text("utf-8")
    assert "vehicles/year per km" not in drawn


def test_a_rule_is_not_lost_to_one_whose_number_it_has_for_a_name(run: Run, tmp_path: Path) -> None:
    """ "Round" and "Round (2)" ask what "A" and "B" ask: 5 m is too little for the site that must open."""
    answers = []
    for first, second in (("Round (2)", "Round"), ("A", "B")):
        study = template(tmp_path / first, study="at_most = 15_000_000 -> at_most = 5_000_000")
        text = (study / "study.toml").read_text("utf-8").replace("Capex of this round", first)
        (study / "study.toml").write_text(text.replace("A sales site in the smaller city", second), "utf-8")
        ended = run("plan", study, "--out", tmp_path / "plan")
        assert ended.code == 3
        said = ended.text
        answers.append(said[said.index("No plan exists") :].replace(first, "first"))
    assert answers[0] == answers[1]
    assert "first: at most 5 m CNY required" in answers[0]


def test_every_budget_stands_in_rules_csv_and_holds(run: Run, tmp_path: Path) -> None:
    study = template(tmp_path / "study", study="Capex of this round -> Round (2)")
    text = (study / "study.toml").read_text("utf-8").replace("A sales site in the smaller city", "Round")
    (study / "study.toml").write_text(text, "utf-8")
    record = planned(run, study, tmp_path / "plan")
    rules = pd.read_csv(tmp_path / "plan" / "rules.csv").set_index("rule")
    assert rules.loc["Round (2)", "asked"] == 15e6
    assert record["kpis"]["capex"] <= 15e6
    assert len(rules) == 5


def test_an_own_site_called_rivals_is_told_apart_from_rivals(run: Run, tmp_path: Path) -> None:
    plain = planned(run, template(tmp_path / "plain"), tmp_path / "plan")
    word = planned(run, template(tmp_path / "word", facilities="F01,Own -> rivals,Own"), tmp_path / "word-plan")
    assert word["kpis"] == plain["kpis"]
    taken = [pd.read_csv(tmp_path / name / "transfers.csv") for name in ("plan", "word-plan")]
    assert taken[0]["vehicles"].tolist() == taken[1]["vehicles"].tolist()
    assert set(taken[1].loc[taken[1]["from"] == "rivals", "kind"]) == {"own"}


def test_sites_that_are_required_do_not_speak_for_a_budget_of_that_name(run: Run, tmp_path: Path) -> None:
    planned(run, template(tmp_path / "study", study="Capex of this round -> required sites"), tmp_path / "plan")
    rules = pd.read_csv(tmp_path / "plan" / "rules.csv", keep_default_na=False)
    budget, last = rules.iloc[0], rules.iloc[-1]
    assert budget["words"].startswith("At most 15 m CNY is invested")
    assert last["kind"] != "budget"
    assert "invested" not in last["words"]


def test_what_is_filled_in_is_listed(run: Run, tmp_path: Path) -> None:
    """Each optional column that is not there stands in filled_in.csv with the number of its rows."""
    study, columns = template(tmp_path / "study"), ["rent", "area_m2", "footfall"]
    candidates = pd.read_csv(study / "candidates.csv", dtype=str)
    candidates.drop(columns=columns).to_csv(study / "candidates.csv", index=False)
    planned(run, study, tmp_path / "plan")
    filled = pd.read_csv(tmp_path / "plan" / "filled_in.csv")
    rows = filled[filled["table"] == "candidates"].groupby("column")["rows"].sum()
    assert (rows.reindex(columns) > 0).all()
