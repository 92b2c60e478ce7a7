"""The public names, and how they load."""

import subprocess
import sys

import pytest

import siteplan as sp


def test_every_public_name_is_there_and_unknown_ones_are_not() -> None:
    for name in sp.__all__:
        assert getattr(sp, name) is not None
    with pytest.raises(AttributeError, match="nonsense"):
        _ = sp.nonsense


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


def test_contract_of_the_array_level() -> None:
    from siteplan import optimise, tradearea

    assert {"SiteProblem", "solve", "HuffCapture", "Count", "Budget", "CoverageFloor"} <= set(optimise.__all__)
    assert {"utilities", "shares", "transfers"} <= set(tradearea.__all__)
