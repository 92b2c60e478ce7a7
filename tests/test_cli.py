"""The command line as its user meets it."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import highspy
import pandas as pd
import pytest

from siteplan import pipeline
from siteplan._version import __version__
from siteplan.cli import main
from siteplan.data import write_template
from siteplan.optimise import Selection
from tests.optimise.solvers import needs_cbc

PLAN_FILES = {
    "plan.json", "sites.csv", "sites.geojson", "rejected.csv", "zones.parquet", "rules.csv", "map.html",
    "transfers.csv", "trade_areas.geojson", "overlap.csv", "filled_in.csv", "report.html", "solver.log",
    "demand_steps.csv",
}  # fmt: skip


@pytest.fixture
def study(tmp_path: Path) -> Path:
    write_template(tmp_path / "study")
    return tmp_path / "study"


def run(monkeypatch: pytest.MonkeyPatch, *words: object) -> int:
    """Run the command line in this process and return its exit code."""
    monkeypatch.setattr(sys, "argv", ["siteplan", *map(str, words)])
    try:
        main()
    except SystemExit as ended:
        return int(ended.code or 0)
    return 0


def replace_in(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_init_check_score_plan(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "check", study) == 0
    assert "The study is in order: 60 zones" in capsys.readouterr().out
    assert run(monkeypatch, "score", study, "--out", tmp_path / "scores") == 0
    assert "No sales forecast" in capsys.readouterr().out
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
    capsys.readouterr()
    assert run(monkeypatch, "plan", study, "--out", tmp_path / "plan", "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert said["status"] == "optimal"
    assert {f.name for f in (tmp_path / "plan").iterdir()} == PLAN_FILES
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["bound"] >= plan["objective"] == pytest.approx(plan["kpis"]["capture"])
    assert len(pd.read_csv(tmp_path / "plan" / "sites.csv")) == len(plan["sites"])


def test_why_a_site_has_its_score(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(study / "study.toml", 'weighting = "given"', 'weighting = "entropy"')
    assert run(monkeypatch, "score", study, "--out", tmp_path / "scores", "--why", "D06:dealer") == 0
    said = capsys.readouterr().out
    assert "(D06) as dealer: score" in said
    assert re.search(r"^foot traffic .* visits/day", said, flags=re.MULTILINE)
    assert "Note: The weights are from the candidates' spread (entropy)" in said
    assert run(monkeypatch, "score", study, "--out", tmp_path / "scores", "--why", "D06", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    scores = pd.read_csv(tmp_path / "scores" / "scorecard.csv", index_col="site_id")["score"]
    assert sum(row["contribution"] for row in found["why"]) == pytest.approx(scores["D06"], abs=1e-6)
    assert run(monkeypatch, "score", study, "--out", tmp_path / "others", "--why", "D66") == 1
    assert 'no candidate has the site_id "D66". Did you mean' in capsys.readouterr().err
    assert not (tmp_path / "others").exists()


def test_every_problem_at_once_and_nothing_written(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace_in(study / "study.toml", "[travel]", "[travel]\nmax_minuts = 3")
    candidates = pd.read_csv(study / "candidates.csv", dtype=str)
    candidates.loc[1, "site_id"] = candidates.loc[0, "site_id"]
    candidates.loc[2, "formats"] = "maul"
    candidates.to_csv(study / "candidates.csv", index=False)
    assert run(monkeypatch, "plan", study, "--out", tmp_path / "plan") == 1
    said = capsys.readouterr().err
    assert "max_minutes" in said
    assert "mall" in said
    assert str(candidates.loc[0, "site_id"]) in said
    assert "Traceback" not in said
    assert not (tmp_path / "plan").exists()


def test_a_folder_of_somebody_elses_is_refused_before_the_work(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "novel.txt").write_text("chapter one")
    assert run(monkeypatch, "plan", study, "--out", tmp_path / "mine") == 1
    assert "mine" in capsys.readouterr().err
    assert [f.name for f in (tmp_path / "mine").iterdir()] == ["novel.txt"]


def test_no_plan_exits_with_3_and_says_why(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[plan.rules]]\nkind = "count"\nname = "a thousand malls"\nformat = "mall"\nat_least = 1000\n')
    assert run(monkeypatch, "plan", study, "--out", tmp_path / "plan", "--json") == 3
    told = capsys.readouterr()
    assert "a thousand malls" in told.err
    assert "1,000" in told.err
    said = json.loads(told.out)
    assert [said["rules"][rule] for rule in said["reason"]["clash"]] == ["a thousand malls"]
    assert not (tmp_path / "plan").exists()


def test_the_model_of_a_plan_is_exported_and_another_solver_reads_its_optimum(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The value of the exported model lies where the plan's proof says: between the plan and the gap above it."""
    words = ["plan", study, "--out", tmp_path / "plan", "--gap", "1e-4", "--export-lp", tmp_path / "model.mps"]
    assert run(monkeypatch, *words) == 0
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    highs = highspy.Highs()
    highs.silent()
    highs.readModel(str(tmp_path / "model.mps"))
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(plan["objective"], rel=2e-4)


@needs_cbc
def test_cbc_finds_the_same_plan(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for solver in ("highs", "cbc"):
        words = ["plan", study, "--out", tmp_path / solver, "--gap", "1e-4", "--solver", solver]
        assert run(monkeypatch, *words) == 0
    plans = [json.loads((tmp_path / s / "plan.json").read_text(encoding="utf-8")) for s in ("highs", "cbc")]
    assert plans[0]["objective"] == pytest.approx(plans[1]["objective"], rel=1e-4)
    assert {site["site_id"] for site in plans[0]["sites"]} == {site["site_id"] for site in plans[1]["sites"]}


@pytest.mark.parametrize(
    ("words", "said"), [(["--solver", "oracle"], "oracle"), (["--export-lp", "model.doc"], "model.doc")]
)
def test_an_unknown_solver_or_suffix_is_refused_before_anything_is_read(
    words: list[str], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "plan", tmp_path / "no study here", "--out", tmp_path / "plan", *words) == 1
    assert said in capsys.readouterr().err


def test_frontier_writes_its_curves_each_point_with_its_proof(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "frontier", study, "--out", tmp_path / "out", "--points", 3, "--json") == 0
    said = json.loads(capsys.readouterr().out)
    assert {f.name for f in (tmp_path / "out").iterdir()} == {"frontier.json", "frontier.csv", "frontier.html"}
    assert said["curves"]["budget"]["asked"] == 15e6
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert set(table["curve"]) == {"budget", "coverage"}
    assert table["status"].isin(["optimal", "infeasible"]).all()
    assert (table["status"] == "optimal").any()


def test_ctrl_c_keeps_the_points_of_the_frontier_found_so_far(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told = pipeline.point_line

    def pressed(curve: str, limit: float, selection: Selection) -> str:
        if selection.found:
            signal.raise_signal(signal.SIGINT)
        return told(curve, limit, selection)

    monkeypatch.setattr(pipeline, "point_line", pressed)
    words = ["frontier", study, "--out", tmp_path / "out", "--json"]
    assert run(monkeypatch, *words) == 130
    said = json.loads(capsys.readouterr().out)
    assert said["cancelled"]
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert table["value"].notna().tolist() == [False] * (len(table) - 1) + [True]  # nothing after the first plan


def test_a_frontier_without_any_plan_exits_with_3(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write('\n[[plan.rules]]\nkind = "count"\nname = "a thousand malls"\nformat = "mall"\nat_least = 1000\n')
    assert run(monkeypatch, "frontier", study, "--out", tmp_path / "out", "--points", 2) == 3
    assert "a thousand malls" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_chinese_on_request(study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(monkeypatch, "plan", study, "--out", tmp_path / "plan", "--language", "zh-Hans") == 0
    assert 'lang="zh-Hans"' in (tmp_path / "plan" / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(("words", "code"), [(["--help"], 0), (["nonsense"], 2), (["plan"], 2)])
def test_usage(words: list[str], code: int) -> None:
    ended = subprocess.run([sys.executable, "-m", "siteplan", *words], capture_output=True, text=True, check=False)
    assert ended.returncode == code
    assert "Traceback" not in ended.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT to send")
def test_ctrl_c_while_solving_writes_the_best_plan_with_its_gap(tmp_path: Path) -> None:
    words = ["plan", "data/geo/guangdong", "--out", str(tmp_path / "plan"), "--gap", "5e-4", "--time-limit", "300"]
    begun = time.monotonic()
    job = subprocess.Popen([sys.executable, "-m", "siteplan", *words], stderr=subprocess.PIPE, text=True)
    assert job.stderr is not None
    for line in job.stderr:
        if re.search(r": plan [\d,]+, bound", line):
            break
    pressed = time.monotonic()
    job.send_signal(signal.SIGINT)
    _, said = job.communicate(timeout=150)  # evaluating and drawing take most of it
    assert job.returncode == 130, said
    plan = json.loads((tmp_path / "plan" / "plan.json").read_text(encoding="utf-8"))
    assert plan["status"] == "cancelled"
    assert plan["bound"] >= plan["objective"] > 0
    assert plan["gap"] > 0
    assert plan["seconds"] < pressed - begun + 5  # the search itself stops at once


def test_a_fault_of_siteplan_is_one_line_and_a_log(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_words: object) -> None:
        raise ZeroDivisionError("what nobody foresaw")

    monkeypatch.setattr(pipeline, "lay_groundwork", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert run(monkeypatch, "score", study, "--out", tmp_path / "out") == 1
    said = capsys.readouterr().err
    assert "A fault of siteplan (ZeroDivisionError" in said
    assert "Traceback" not in said
    assert not (tmp_path / "out").exists()
    log = Path(re.findall(r"the log is in (.*\.log)\.", said)[0])
    assert "what nobody foresaw" in log.read_text("utf-8")


def test_escape_sequences_of_files_never_reach_the_terminal(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever becomes of such names, no line of any command carries one raw."""
    hostile = "\\u001b]0;owned\\u0007\\u009b2J\\u202e\\nReport  /etc/passwd"
    replace_in(study / "study.toml", 'name = "Lantern and Reed"', f'name = "{hostile}"')
    with (study / "study.toml").open("a", encoding="utf-8") as file:
        file.write(f'\n[[plan.rules]]\nkind = "count"\nname = "{hostile}"\nformat = "mall"\nat_least = 1000\n')
    for words in (["check"], ["score", "--why", "D06:dealer"], ["plan"], ["plan", "--json"]):
        run(monkeypatch, words[0], study, *([] if words == ["check"] else ["--out", tmp_path / "out"]), *words[1:])
        told = capsys.readouterr()
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", told.out + told.err), words
        assert "Report  /etc/passwd" not in (told.out + told.err).splitlines()  # no name is a line of its own


def test_a_closed_or_full_stdout_loses_no_results(study: Path, tmp_path: Path) -> None:
    """Closed: who closed it does not read on, exit 0; full: somebody waits for the text, exit 1. Both say so."""
    command = [sys.executable, "-m", "siteplan", "plan", str(study), "--out", str(tmp_path / "out")]
    closed = subprocess.run(command, stderr=subprocess.PIPE, text=True, check=False, preexec_fn=lambda: os.close(1))
    assert (closed.returncode, "closed" in closed.stderr, str(tmp_path / "out") in closed.stderr) == (0, True, True)
    if not Path("/dev/full").exists():
        return
    with Path("/dev/full").open("w") as full:
        ended = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (ended.returncode, "No space left" in ended.stderr, "Traceback" in ended.stderr) == (1, True, False)
    assert (tmp_path / "out" / "plan.json").exists()


def test_results_go_beside_the_study_if_nobody_says_where_and_over_nothing_of_anybodys(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "score", study / "study.toml") == 0
    assert str(tmp_path / "study-scores") in capsys.readouterr().out
    assert (tmp_path / "study-scores" / "scorecard.csv").is_file()
    assert run(monkeypatch, "score", study) == 0  # its own results it replaces
    (tmp_path / "study-plan").mkdir()
    (tmp_path / "study-plan" / "thesis.docx").touch()
    assert run(monkeypatch, "plan", study) == 1
    assert [file.name for file in (tmp_path / "study-plan").iterdir()] == ["thesis.docx"]


def test_the_version_is_told_and_shells_can_complete(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, "--version") == 0
    assert capsys.readouterr().out == f"siteplan {__version__}\n"
    assert run(monkeypatch, "--help") == 0
    assert "--install-completion" in capsys.readouterr().out
    assert run(monkeypatch, "app", "--help") == 0
    assert {"--port", "--host", "--no-browser", "--language"} <= set(capsys.readouterr().out.split())


def test_check_says_within_how_many_minutes_people_are_covered(
    study: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The template asks 20 minutes in its first tier and 30 elsewhere; a study that asks nothing takes all minutes."""
    assert run(monkeypatch, "check", study) == 0
    assert "people count as covered within these minutes of a sales site: 20 min" in capsys.readouterr().out
    text = (study / "study.toml").read_text("utf-8")
    (study / "study.toml").write_text(re.sub(r"(?ms)^\[tiers\.minutes\]\n.*?(?=^\[)", "", text), "utf-8")
    assert run(monkeypatch, "check", study) == 0
    assert "for the study gives none (travel.max_minutes)" in capsys.readouterr().out


def test_frontier_tells_points_without_a_plan_where_the_others_are_told(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A quarter of the budget cannot pay for the coverage that is asked: on stdout, in the table and on the page."""
    assert run(monkeypatch, "frontier", study, "--out", tmp_path / "out", "--points", 4) == 0
    assert "3.75 m CNY  proven: no plan meets every rule" in capsys.readouterr().out
    table = pd.read_csv(tmp_path / "out" / "frontier.csv")
    assert table.loc[table["status"] == "infeasible", "limit"].tolist() == [3.75e6]
    assert "no plan meets every rule" in (tmp_path / "out" / "frontier.html").read_text("utf-8")
