"""What steers an algorithm is a field of a params class with a meaning and a range, never a bare number."""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import re
from dataclasses import FrozenInstanceError, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from siteplan.errors import ProblemError
from siteplan.errors.params import Params
from siteplan.optimise.bounds.grouping import GroupingParams
from siteplan.score.look_alikes import LookAlikeParams, best_sites
from siteplan.score.normalise import ScaleParams, scale_of
from siteplan.score.redundancy import RedundancyParams, double_counted
from siteplan.study.score_specs import Criterion
from tests.syntax import nodes, parsed

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("optimise", "travel", "tradearea", "charging", "score", "forecast", "formulate", "evaluate")
MODULES = [path for room in ROOMS for path in sorted((ROOT / "siteplan" / room).rglob("*.py"))]
NOT_TUNING = {
    "NAME_LENGTH": "what formats of model files allow",
    "BLOCK": "how many pairs are looked at together, which changes nothing that is found",
    "CONSISTENT": "Saaty's limit, by which readers know a consistency ratio",
    "RANDOM_INDEX": "Saaty's table",
    "MIDDLE": "what 50 points mean, in the documentation of scores",
    "INTERVAL": "which ranks the columns rank_low and rank_high are, as reports say",
    "COVERAGE": "what intervals of forecasts promise, as reports say",
    "LEVEL": "what intervals of fits to sales promise, as reports say",
    "DAYS_A_YEAR": "a unit",
    "MONTHS": "a unit",
    "NORMAL": "statistics: median absolute deviations in a standard deviation of a normal distribution",
    "LEAST_VEHICLES": "the rounding of sums",
    "LEAST_MONTHS": "geometry: a line through two points says nothing",
    "LEAST": "what conflict.csv lists, as the docs say",
    "MOST": "what the market-difficulty index is, as the docs say",
    "HARDER": "what the market-difficulty index is, as the docs say",
    "HALF": "when a county counts as covered, or rural, as the docs say",
    "FIRST_MINUTE": "part of what a power decay is, as the template says",
    "LEVELS": "what a trade area is, as reports and maps say",
    "EARTH_RADIUS_M": "the Earth",
    "MEAN_TO_CENTRE": "geometry",
    "METRES_PER_KMH_MINUTE": "a unit",
    "STEPS": "units of marginal figures, as reports say",
    "ROUNDED": "guards a proof: bound and value are sums of other digits",
}


def params_classes() -> list[type[Params]]:
    """Every params class of these rooms."""
    for path in MODULES:
        importlib.import_module(".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"))
    return sorted(Params.__subclasses__(), key=lambda made: made.__name__)


CLASSES = params_classes()


def ranged() -> list[tuple[type[Params], str]]:
    """Each field of them that is a figure."""
    return [(made, each.name) for made in CLASSES for each in fields(made) if "range" in each.metadata]


def is_figure(node: ast.expr | None) -> bool:
    """Whether an expression is made of numbers alone, at least one of which steers something."""
    match node:
        case ast.Constant(value=value):
            return isinstance(value, int | float) and not isinstance(value, bool)
        case ast.UnaryOp(operand=operand):
            return is_figure(operand)
        case ast.BinOp(left=left, right=right):
            return is_figure(left) or is_figure(right)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return any(map(is_figure, elements))
        case ast.Dict(values=values):
            return any(map(is_figure, values))
    return False


def bare_figures(path: Path) -> set[str]:
    """Names of numbers that a module holds at its top or in a class, outside params."""
    found = set()
    for node in nodes(path):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        upper = {name for name in names if re.fullmatch(r"_?[A-Z][A-Z0-9_]*", name)}
        if upper and isinstance(node, ast.Assign | ast.AnnAssign) and is_figure(node.value):
            found |= upper
    return found - set(NOT_TUNING)


def test_no_number_stands_bare_outside_tolerances() -> None:
    found = {path.name: bare_figures(path) for path in MODULES if path.name != "tolerances.py"}
    assert {name: figures for name, figures in found.items() if figures} == {}


def test_every_tolerance_says_why() -> None:
    """The string below each is its reason."""
    body = parsed(ROOT / "siteplan/optimise/tolerances.py").body
    for node, after in zip(body, [*body[1:], None], strict=True):
        if isinstance(node, ast.Assign) and is_figure(node.value):
            assert isinstance(getattr(after, "value", None), ast.Constant), ast.unparse(node)


@pytest.mark.parametrize("made", CLASSES, ids=lambda made: made.__name__)
def test_params_are_frozen_have_defaults_and_say_what_each_field_is(made: type[Params]) -> None:
    usual, doc = made(), inspect.getdoc(made) or ""
    with pytest.raises(FrozenInstanceError):
        setattr(usual, fields(made)[0].name, None)
    named = {name.strip() for line in re.findall(r"^ *([a-z_, ]+) : ", doc, re.MULTILINE) for name in line.split(",")}
    assert {each.name for each in fields(made)} <= named


def test_a_figure_out_of_its_range_or_none_is_refused_by_name() -> None:
    for made, name in ranged():
        refused(made, name)


def refused(made: type[Params], name: str) -> None:
    """Assert that a class of params takes no figure for a field that is none, or out of its range."""
    (each,) = (each for each in fields(made) if each.name == name)
    least, most = each.metadata["range"]
    several = isinstance(each.default, tuple)
    for wrong in (least - 1, most + 1, math.nan, "much", None):
        if wrong in (least, most):  # the range has no such end
            continue
        given: Any = (wrong,) if several else wrong
        with pytest.raises(ProblemError, match=rf"{made.__name__}\.{name}: .* is out of range"):
            made(**{name: given})


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(ProblemError) as refused:
        GroupingParams(most_groups=0, strongest=2.5)  # type: ignore[arg-type]  # half a neighbour
    assert [problem.column for problem in refused.value.problems] == ["most_groups", "strongest"]


def test_every_exception_stands_somewhere() -> None:
    names = {node.id for path in MODULES for node in nodes(path) if isinstance(node, ast.Name)}
    assert set(NOT_TUNING) - names == set()


def test_a_figure_is_felt_by_the_algorithm_it_steers() -> None:
    """Best sites by another part, points between other quantiles, redundancy from another correlation."""
    sales = pd.Series([8.0, 6.0, 4.0, 2.0], list("abcd"))
    assert best_sites(sales, sales, LookAlikeParams(best_part=0.5)) == (("a", "b"), "sales")  # usually the best quarter
    values = pd.Series(np.arange(101.0), name="x")
    scale = scale_of(Criterion(), "higher", values, ScaleParams(clip=(0.2, 0.6)))
    assert (scale.low, scale.high) == (20.0, 60.0)  # 0 to 100 in steps of 1: quantiles are the values
    table = pd.DataFrame({"one": [1.0, 2, 3, 4, 5], "other": [1.0, 2, 3, 5, 4]})  # Spearman: 1 - 6 x 2 / (5 x 24) = 0.9
    weights = pd.Series(0.5, table.columns)
    assert len(double_counted(table, table, weights)) == 1
    assert len(double_counted(table, table, weights, RedundancyParams(alike=0.95))) == 0
