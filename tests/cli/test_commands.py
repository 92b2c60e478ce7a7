"""The command line as its user meets it."""

import io
import json
import math
import os
import re
import signal
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import highspy
import pandas as pd
import pytest

import siteplan
from siteplan import pipeline
from siteplan._version import __version__
from siteplan.cli.console import Console
from siteplan.optimise import Progress, Selection
from siteplan.present.files.folder import FRONTIER_FILES
from siteplan.present.text import stage_words
from siteplan.present.text.reader import Reader
from tests.command_line import Run
from tests.optimise.every_solver import needs_cbc
from tests.template import write_template

SMALL = Path(siteplan.__file__).parent / "data" / "foshan"  # what a wheel carries
FULL = Path("/dev/full")
needs_full = pytest.mark.skipif(not FULL.exists(), reason="this system has no such device")
CASE = Path(__file__).parents[1] / "cases" / "01"
FINE = 1e-6  # a gap that takes Foshan some rounds

PLAN_FILES = {
    "plan.json", "made_of.json", "sites.csv", "sites.geojson", "rejected.csv", "zones.parquet", "rules.csv",
    "transfers.csv", "trade_areas.geojson", "overlap.csv", "cash_flow.csv", "filled_in.csv", "report.html",
    "kpis.csv", "actuals.csv", "perspectives.csv", "site_classes.csv", "conflict.csv", "difficulty.csv",
    "service_areas.csv", "who_pays.csv", "service_room.csv", "network.csv", "doubts.csv", "tornado.csv", "risks.csv",
    "phases.csv",
    "rivals.csv", "replies.csv",
    "outlooks.csv", "solver.log", "demand_steps.csv", "map.html", "map.json",
    "plan_data.zip", "contents.json", "study.toml",
}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_template(tmp_path / "study")
    return tmp_path / "study"


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_init_check_score_plan(study: Path, tmp_path: Path, run: Run) -> None:
    ended = run("check", study)
    assert ended.code == 0
    assert "The study is in order. Zones: 60" in ended.out
    ended = run("score", study, "--out", tmp_path / "scores")
    assert ended.code == 0
    assert "No sales forecast" in ended.out
    assert {f.name for f in (tmp_path / "scores").iterdir()} == {
        "white_space.csv",
        "white_space.geojson",
        "look_alikes.csv",
        "demand.parquet",
        "demand_steps.csv",
        "charging.csv",
        "charging_zones.csv",
        "charging_zones.geojson",
        "scorecard.csv",
        "scorecard.geojson",
        "candidates.html",
    }
    columns = list(pd.read_csv(tmp_path / "scores" / "scorecard.csv", nrows=0))
    assert columns[columns.index("lat") + 1 :][:3] == ["p_top", "rank_low", "rank_high"]  # later ones stand behind
    assert "contribution_rent" in columns[: columns.index("lon")]
    ended = run("plan", study, "--out", tmp_path / "plan", "--json")
    assert ended.code == 0
    said = json.loads(ended.out)
    assert said["status"] == "optimal"
    assert {f.name for f in (tmp_path / "plan").iterdir()} == PLAN_FILES
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["bound"] >= plan["objective"] == pytest.approx(plan["kpis"]["capture"])
    assert len(pd.read_csv(tmp_path / "plan" / "sites.csv")) == len(plan["sites"])


def test_why_a_site_has_its_score(study: Path, tmp_path: Path, run: Run) -> None:
    replace_in(study / "study.toml", 'weighting = "given"', 'weighting = "entropy"')
    ended = run("score", study, "--out", tmp_path / "scores", "--why", "D06:dealer")
    assert ended.code == 0
    said = ended.out
    assert "(D06) as dealer: score" in said
    assert re.search(r"^foot traffic .* visits/day", said, flags=re.MULTILINE)
    assert "Note: The weights come from how much candidates differ (entropy)" in said
    ended = run("score", study, "--out", tmp_path / "scores", "--why", "D06", "--json")
    assert ended.code == 0
    found = json.loads(ended.out)
    scores = pd.read_csv(tmp_path / "scores" / "scorecard.csv", index_col="site_id")["score"]
    assert sum(row["contribution"] for row in found["why"]) == pytest.approx(scores["D06"], abs=1e-6)
    ended = run("score", study, "--out", tmp_path / "others", "--why", "D66")
    assert ended.code == 1
    assert 'no candidate has the site_id "D66". Did you mean' in ended.err
    assert not (tmp_path / "others").exists()


def test_every_problem_at_once_and_nothing_written(study: Path, tmp_path: Path, run: Run) -> None:
    replace_in(study / "study.toml", "\n[travel]\n", "\n[travel]\nmax_minuts = 3\n")
    candidates = pd.read_csv(study / "candidates.csv", dtype=str)
    candidates.loc[1, "site_id"] = candidates.loc[0, "site_id"]
    candidates.loc[2, "formats"] = "maul"
    candidates.to_csv(study / "candidates.csv", index=False)
    ended = run("plan", study, "--out", tmp_path / "plan")
    assert ended.code == 1
    said = ended.err
    assert "max_minutes" in said
    assert "mall" in said
    assert str(candidates.loc[0, "site_id"]) in said
    assert "Traceback" not in said
    assert not (tmp_path / "plan").exists()


def test_a_folder_of_somebody_elses_is_refused_before_the_work(study: Path, tmp_path: Path, run: Run) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("chapter one")
    ended = run("plan", study, "--out", tmp_path / "mine")
    assert ended.code == 1
    assert "mine" in ended.err
    assert [f.name for f in (tmp_path / "mine").iterdir()] == ["novel.txt"]


def test_no_plan_exits_with_3_and_says_why(study: Path, tmp_path: Path, run: Run) -> None:
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[plan.rules]]\nkind = "count"\nname = "a thousand malls"\nformat = "mall"\nat_least = 1000\n')
    ended = run("plan", study, "--out", tmp_path / "plan", "--json")
    assert ended.code == 3
    assert "a thousand malls" in ended.err
    assert "1,000" in ended.err
    said = json.loads(ended.out)
    assert [said["rules"][rule] for rule in said["reason"]["conflict"]] == ["a thousand malls"]
    assert not (tmp_path / "plan").exists()


def test_the_model_of_a_plan_is_exported_and_another_solver_reads_its_optimum(
    study: Path, tmp_path: Path, run: Run
) -> None:
    """The value of the exported model lies where the plan's proof says: between the plan and the gap above it."""
    words = ["plan", study, "--out", tmp_path / "plan", "--gap", "1e-4", "--export-lp", tmp_path / "model.mps"]
    assert run(*words).code == 0
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    highs = highspy.Highs()
    highs.silent()
    highs.readModel(str(tmp_path / "model.mps"))
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(plan["objective"], rel=2e-4)


@needs_cbc
def test_cbc_finds_the_same_plan(study: Path, tmp_path: Path, run: Run) -> None:
    for solver in ("highs", "cbc"):
        words = ["plan", study, "--out", tmp_path / solver, "--gap", "1e-4", "--solver", solver]
        assert run(*words).code == 0
    plans = [json.loads((tmp_path / s / "plan.json").read_text(encoding="utf-8")) for s in ("highs", "cbc")]
    assert plans[0]["objective"] == pytest.approx(plans[1]["objective"], rel=1e-4)
    assert {site["site_id"] for site in plans[0]["sites"]} == {site["site_id"] for site in plans[1]["sites"]}


@pytest.mark.parametrize(
    ("words", "said"), [(["--solver", "oracle"], "oracle"), (["--export-lp", "model.doc"], "model.doc")]
)
def test_an_unknown_solver_or_suffix_is_refused_before_anything_is_read(
    words: list[str], said: str, tmp_path: Path, run: Run
) -> None:
    ended = run("plan", tmp_path / "no study here", "--out", tmp_path / "plan", *words)
    assert ended.code == 1
    assert said in ended.err


def test_frontier_writes_its_curves_each_point_with_its_proof(study: Path, tmp_path: Path, run: Run) -> None:
    ended = run("frontier", study, "--out", tmp_path / "out", "--points", 3, "--json")
    assert ended.code == 0
    said = json.loads(ended.out)
    assert {f.name for f in (tmp_path / "out").iterdir()} == set(FRONTIER_FILES)
    assert said["curves"]["budget"]["asked"] == 15e6
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert set(table["curve"]) == {"budget", "coverage"}
    assert table["status"].isin(["optimal", "infeasible"]).all()
    assert (table["status"] == "optimal").any()


def test_ctrl_c_keeps_the_points_of_the_frontier_found_so_far(
    study: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = stage_words.point_line

    def pressed(curve: str, limit: float, selection: Selection, reader: Reader) -> str:
        if selection.found:
            signal.raise_signal(signal.SIGINT)
        return told(curve, limit, selection, reader)

    monkeypatch.setattr(stage_words, "point_line", pressed)
    words = ["frontier", study, "--out", tmp_path / "out", "--json"]
    ended = run(*words)
    assert ended.code == 130
    said = json.loads(ended.out)
    assert said["cancelled"]
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert table["value"].notna().tolist() == [False] * (len(table) - 1) + [True]  # nothing after the first plan


def test_a_frontier_without_any_plan_exits_with_3(study: Path, tmp_path: Path, run: Run) -> None:
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[plan.rules]]\nkind = "count"\nname = "a thousand malls"\nformat = "mall"\nat_least = 1000\n')
    ended = run("frontier", study, "--out", tmp_path / "out", "--points", 2)
    assert ended.code == 3
    assert "a thousand malls" in ended.err
    assert not (tmp_path / "out").exists()


def test_chinese_on_request(tmp_path: Path, run: Run) -> None:
    assert run("plan", CASE, "--out", tmp_path / "plan", "--language", "zh-Hans").code == 0
    assert 'lang="zh-Hans"' in (tmp_path / "plan" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["nonsense"], 2), (["plan"], 2)])
def test_usage(words: list[str], code: int) -> None:
    ended = subprocess.run([sys.executable, "-m", "siteplan", *words], capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr


def test_ctrl_c_while_solving_writes_the_best_plan_with_its_gap(
    tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pressed at the first plan that is not yet proven; the province in a process: tests/cli/test_signals.py."""
    told, pressed = Console.progress, []

    def press(console: Console, step: Progress) -> None:
        told(console, step)
        if not pressed and FINE < step.gap < math.inf:
            pressed.append(step)
            signal.raise_signal(signal.SIGINT)

    monkeypatch.setattr(Console, "progress", press)
    ended = run("plan", SMALL, "--out", tmp_path / "plan", "--gap", FINE)
    assert (ended.code, len(pressed)) == (130, 1), ended.err
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["status"] == "cancelled"
    assert plan["bound"] >= plan["objective"] >= pressed[0].value > 0
    assert plan["gap"] > FINE
    assert plan["seconds"] < pressed[0].seconds + 5  # the search itself stops at once
    assert {f.name for f in (tmp_path / "plan").iterdir()} == PLAN_FILES


def test_a_fault_of_siteplan_is_one_line_and_a_log(
    study: Path, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_words: object) -> None:
        raise ZeroDivisionError("what nobody foresaw")

    monkeypatch.setattr(pipeline, "lay_groundwork", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    ended = run("score", study, "--out", tmp_path / "out")
    assert ended.code == 1
    said = ended.err
    assert "A fault of siteplan (ZeroDivisionError" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
    log = Path(re.findall(r"the log is in (.*\.log)\.", said)[0])
    assert "what nobody foresaw" in log.read_text("utf-8")


def test_escape_sequences_of_files_never_reach_the_terminal(study: Path, tmp_path: Path, run: Run) -> None:
    """Whatever becomes of such names, no line of any command carries one raw."""
    hostile = "\\u001b]0;owned\\u0007\\u009b2J\\u202e\\nReport  /etc/passwd"
    replace_in(study / "study.toml", 'name = "Lantern and Reed"', f'name = "{hostile}"')
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[plan.rules]]\nkind = "count"\nname = "{hostile}"\nformat = "mall"\nat_least = 1000\n')
    for words in (["check"], ["score", "--why", "D06:dealer"], ["plan"], ["plan", "--json"]):
        told = run(words[0], study, *([] if words == ["check"] else ["--out", tmp_path / "out"]), *words[1:]).text
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told), words
        assert "Report  /etc/passwd" not in told.splitlines()  # no name is a line of its own


@pytest.mark.parametrize(
    ("device", "code", "said"),
    [
        pytest.param(None, 0, "closed", id="closed"),
        pytest.param(
            FULL, 1, "No space left", id="full", marks=pytest.mark.skipif(not FULL.exists(), reason="no /dev")
        ),
    ],
)
def test_a_closed_or_full_stdout_loses_no_results(
    device: Path | None, code: int, said: str, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Closed: who closed it does not read on, exit 0; full: somebody waits for the text, exit 1. Both say so."""
    stream = None if device is None else io.TextIOWrapper(device.open("wb", buffering=0), write_through=True)
    with stream or nullcontext():
        monkeypatch.setattr(sys, "stdout", stream)  # None is what Python makes of a closed one
        ended = run("plan", CASE, "--out", tmp_path / "out")
    assert (ended.code, said in ended.err, "Traceback" in ended.err) == (code, True, False)
    assert str(tmp_path / "out") in ended.err
    assert (tmp_path / "out" / "plan.json").exists()


def test_a_process_whose_stdout_is_closed_or_full_says_so_and_nothing_as_it_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "siteplan", "init", str(tmp_path / "study")]
    closed = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, preexec_fn=lambda: os.close(1))
    assert (closed.returncode, "closed" in closed.stderr) == (0, True)
    assert (tmp_path / "study" / "study.toml").exists()
    if not FULL.exists():
        return
    with FULL.open("w") as full:
        ended = subprocess.run(
            [*command[:-1], str(tmp_path / "other")], stdout=full, stderr=subprocess.PIPE, text=True, check=False
        )
    assert (ended.returncode, ended.stderr.count("\n"), "No space left" in ended.stderr) == (1, 1, True)


def test_results_go_beside_the_study_if_nobody_says_where_and_over_nothing_of_anybodys(
    study: Path, tmp_path: Path, run: Run
) -> None:
    ended = run("score", study / "study.toml")
    assert ended.code == 0
    assert str(tmp_path / "study-scores") in ended.out
    assert (tmp_path / "study-scores" / "scorecard.csv").is_file()
    assert run("score", study).code == 0  # its own results it replaces
    (tmp_path / "study-plan").mkdir()
    (tmp_path / "study-plan" / "thesis.docx").touch()
    assert run("plan", study).code == 1
    assert [file.name for file in (tmp_path / "study-plan").iterdir()] == ["thesis.docx"]


def test_the_version_is_told_and_shells_can_complete(run: Run) -> None:
    ended = run("--version")
    assert ended.code == 0
    assert ended.out == f"siteplan {__version__}\n"
    ended = run("--help")
    assert ended.code == 0
    assert "--install-completion" in ended.out
    ended = run("app", "--help")
    assert ended.code == 0
    assert {"--port", "--host", "--no-browser", "--language"} <= set(ended.out.split())


def test_check_says_within_how_many_minutes_people_are_covered(study: Path, run: Run) -> None:
    """The template asks 20 minutes in its first tier and 30 elsewhere; a study that asks nothing takes all minutes."""
    ended = run("check", study)
    assert ended.code == 0
    assert "People count as covered within these minutes of a sales site: 20 min" in ended.out
    text = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(re.sub(r"(?ms)^\[tiers\.minutes\]\n.*?(?=^\[)", "", text), "utf-8")
    ended = run("check", study)
    assert ended.code == 0
    assert "as the study gives none (travel.max_minutes)" in ended.out


def test_frontier_tells_points_without_a_plan_where_the_others_are_told(study: Path, tmp_path: Path, run: Run) -> None:
    """A quarter of the budget cannot pay for the coverage that is asked: on stdout, in the table and on the page."""
    ended = run("frontier", study, "--out", tmp_path / "out", "--points", 4)
    assert ended.code == 0
    assert "3.75 m CNY  proven: no plan meets every rule" in ended.out
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert table.loc[table["status"] == "infeasible", "limit"].tolist() == [3.75e6]
    assert "no plan meets every rule" in (tmp_path / "out" / "frontier.html").read_text("utf-8")


def test_stages_are_told_in_the_language_of_the_study(run: Run, tmp_path: Path) -> None:
    ended = run("score", write_template(tmp_path / "study"), "--out", tmp_path / "out", "--language", "zh-Hans")
    assert ended.code == 0, ended.err
    assert "计算行车时间 ..." in ended.err
    assert "minutes" not in ended.err
