"""Formats that fit where another one does: told by study.toml, and no candidate need name them."""

from __future__ import annotations

import pandas as pd

from siteplan.data.check.study_checks import study_problems
from siteplan.data.tables.defaults import widened
from siteplan.study import Study
from tests.worlds import tiny_study


def fitting(**fits: tuple[str, ...]) -> Study:
    study = tiny_study()
    formats = {name: spec.model_copy(update={"fits": fits.get(name, ())}) for name, spec in study.formats.items()}
    return study.model_copy(update={"formats": formats})


def test_candidates_take_what_fits_where_what_they_name_does() -> None:
    """Each once, behind those named; a format that fits where another fits by the same key does not."""
    named = pd.DataFrame({"formats": [("mall",), ("dealer", "service"), ("service",), ("charge_partner", "mall")]})
    wide = widened(named, fitting(service=("dealer",), charge_partner=("mall", "service")))
    assert wide["formats"].tolist() == [
        ("mall", "charge_partner"),
        ("dealer", "service", "charge_partner"),
        ("service", "charge_partner"),
        ("charge_partner", "mall"),
    ]
    assert widened(named, fitting()) is named


def test_what_fits_nowhere_is_told() -> None:
    problems = study_problems(fitting(mall=("mal",), dealer=("dealer",)))
    assert [(problem.table, problem.column) for problem in problems] == [
        ("study.toml [formats.mall]", "fits"),
        ("study.toml [formats.dealer]", "fits"),
    ]
    assert 'the format "mal" does not exist' in str(problems[0])
