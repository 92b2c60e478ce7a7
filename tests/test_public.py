"""The public names, and how they load."""

import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

import siteplan as sp
from siteplan.cli.commands import app
from tests.public_names import DOORS, declared, private_imports, taken


def test_every_public_name_is_there_and_unknown_ones_are_not() -> None:
    for name in sp.__all__:
        assert getattr(sp, name) is not None
    unknown = "nonsense"
    with pytest.raises(AttributeError, match="nonsense"):
        getattr(sp, unknown)


def test_names_that_have_not_loaded_yet_are_listed_too() -> None:
    """What a notebook offers when one types `siteplan.` and presses Tab."""
    listed = subprocess.run(
        [sys.executable, "-c", "import siteplan; print(*dir(siteplan))"], capture_output=True, text=True, check=True
    )
    assert set(sp.__all__) <= set(listed.stdout.split())


def test_importing_siteplan_loads_nothing_heavy() -> None:
    code = (
        "import sys, siteplan.cli; print([m for m in ('pandas', 'geopandas', 'pulp', 'streamlit') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_what_a_module_calls_public_is_what_others_take_from_it() -> None:
    """Nothing more, or nobody knows what may change; nothing less, or it says nothing.

    Doors may offer users more, and a class of params is there for who tries other figures.
    """
    wrong = {}
    for module, said in declared().items():
        missing = taken()[module] - said
        spare = {name for name in said - taken()[module] if not name.endswith("Params")}
        if missing or (spare and module not in {*DOORS, "siteplan.__main__"}):
            wrong[module] = {"missing": sorted(missing), "nobody takes": sorted(spare)}
    assert wrong == {}


def test_no_module_takes_what_another_keeps_for_itself() -> None:
    assert private_imports() == []


@pytest.mark.parametrize("door", sorted(DOORS))
def test_every_name_at_a_door_is_there(door: str) -> None:
    module = import_module(door)
    assert [name for name in declared()[door] if not hasattr(module, name)] == []


IN_PYTHON = {
    "init": ("write_template",),
    "check": ("check_study",),
    "score": ("lay_groundwork", "write_scores"),
    "plan": ("make_plan", "write_plan"),
    "frontier": ("make_frontiers", "write_frontiers"),
    "review": ("make_review", "write_review"),
    "calibrate": ("calibrate_study", "write_calibration", "fit_to_sales", "write_sales_fit"),
    "explain": ("explain_plan",),
    "report": ("write_reports",),
    "compare": ("compare_plans", "write_comparison"),
}
"""What each command does, by the calls that do it: the work in one, its files in another."""


def test_what_the_command_line_does_can_be_done_in_python() -> None:
    """All but to open the app, and to run the bundled study for show."""
    commands = {command.name or command.callback.__name__ for command in app.registered_commands}
    assert commands - {"demo", "app"} == set(IN_PYTHON)
    assert {name for names in IN_PYTHON.values() for name in names} <= set(sp.__all__)


def test_a_study_is_written_checked_scored_planned_and_explained_in_a_call_each(tmp_path: Path) -> None:
    """Folders may be told as text. A plan's folder says where its study lies."""
    sp.write_template(tmp_path / "study")
    assert sp.check_study(str(tmp_path / "study")).problems == ()
    study = sp.read_study(str(tmp_path / "study")).at(("plan", "explain_limit"), 0.0).at(("plan", "gap"), 0.05)
    ground = sp.lay_groundwork(study, sp.read_market(study))
    sp.write_scores(ground, str(tmp_path / "scores"))
    plan = sp.make_plan(study, ground.market)
    sp.write_plan(plan, str(tmp_path / "plan"))
    site = plan.sites["site_id"].iloc[0]
    told = sp.explain_plan(str(tmp_path / "plan"), [site], limit=0.5)
    assert told.asked == (site,)
    with pytest.raises(sp.StudyError, match="no site with this id"):
        sp.explain_plan(tmp_path / "plan", ["nowhere"])


def test_contract_of_the_array_level() -> None:
    from siteplan import optimise, tradearea

    assert {"SiteProblem", "solve", "HuffCapture", "Count", "Budget", "CoverageFloor"} <= set(optimise.__all__)
    assert {"utilities", "shares", "transfers"} <= set(tradearea.__all__)
