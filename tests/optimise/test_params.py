"""What steers the optimiser is a field of a params class with a range, and what is proven does not depend on it."""

from __future__ import annotations

import ast
import importlib
import inspect
import math
import re
from dataclasses import FrozenInstanceError, fields, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import scipy.sparse as sp

from siteplan.errors import ProblemError
from siteplan.optimise import Budget, Count, HuffCapture, Progress, SiteProblem, SolveStatus, solve
from siteplan.optimise.bounds.grouping import GroupingParams
from siteplan.optimise.bounds.relaxation import RelaxationParams
from siteplan.optimise.heuristics.first_plans import FirstPlanParams
from siteplan.optimise.heuristics.local_search import LocalSearchParams
from siteplan.optimise.params import Params
from siteplan.optimise.proof.branch import BranchParams
from siteplan.optimise.solve_params import SolveParams

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted((ROOT / "siteplan" / "optimise").rglob("*.py"))
NOT_TUNING = {"NAME_LENGTH"}  # what formats of model files allow
GAP = 1e-6


def params_classes() -> list[type[Params]]:
    """Every params class of the optimiser."""
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
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = set()
    for node in ast.walk(tree):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        names = {name.id for target in targets for name in ast.walk(target) if isinstance(name, ast.Name)}
        upper = {name for name in names if re.fullmatch(r"_?[A-Z][A-Z0-9_]*", name)}
        if upper and isinstance(node, ast.Assign | ast.AnnAssign) and is_figure(node.value):
            found |= upper
    return found - NOT_TUNING


def test_no_number_stands_bare_outside_tolerances() -> None:
    found = {path.name: bare_figures(path) for path in MODULES if path.name != "tolerances.py"}
    assert {name: figures for name, figures in found.items() if figures} == {}


def test_every_tolerance_says_why() -> None:
    """The string below each is its reason."""
    body = ast.parse((ROOT / "siteplan/optimise/tolerances.py").read_text(encoding="utf-8")).body
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


@pytest.mark.parametrize(("made", "name"), ranged(), ids=lambda part: getattr(part, "__name__", part))
def test_a_figure_out_of_its_range_or_none_is_refused_by_name(made: type[Params], name: str) -> None:
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


def market(seed: int) -> SiteProblem:
    """Thirty zones, fourteen sites and a budget for about a third of them."""
    r = np.random.default_rng(seed)
    options = pd.DataFrame(
        {"site": [f"s{k}" for k in range(14)], "format": "m", "cost": r.integers(1, 9, 14).astype(float)}
    )
    capture = HuffCapture(sp.csr_array(r.random((30, 14)) ** 4), np.ones(30), r.random(30))
    return SiteProblem(options, capture, [Budget(options["cost"].sum() / 3)])


WAYS = {
    "few looks": SolveParams(search=LocalSearchParams(most_tried=1, few_likely=0)),
    "no swaps gain": SolveParams(search=LocalSearchParams(least_gain=1.0)),
    "each zone by itself": SolveParams(grouping=GroupingParams(few_pairs=99)),
    "coarse": SolveParams(relaxation=RelaxationParams(least_tolerance=0.1)),
    "at the answer": SolveParams(relaxation=RelaxationParams(inward=0.0, patience=1)),
    "no near plans": SolveParams(branch=BranchParams(near_times=())),
    "a plan before": SolveParams(first=FirstPlanParams(many_options=0)),
}


@pytest.mark.parametrize("way", WAYS)
def test_whatever_the_figures_the_same_is_proven(way: str) -> None:
    problem = market(3)
    usual, other = solve(problem, GAP), solve(problem, GAP, params=WAYS[way])
    assert other.status is usual.status is SolveStatus.OPTIMAL
    assert other.objective == pytest.approx(usual.objective, rel=2 * GAP)
    assert other.bound >= usual.objective * (1 - GAP)


def test_a_figure_is_felt_by_the_part_it_steers() -> None:
    """Zones are grouped as asked; a coarse relaxation is left earlier; a first plan is heard as such."""
    heard: list[Progress] = []
    usual = solve(market(7), GAP)
    single, coarse = (solve(market(7), GAP, params=WAYS[way]) for way in ("each zone by itself", "coarse"))
    solve(
        replace(market(7), rules=[Budget(30.0), Count(at_least=2)]),
        GAP,
        progress=heard.append,
        params=WAYS["a plan before"],
    )
    assert single.groups is not None
    assert usual.groups is not None
    assert (single.groups.max(), usual.groups.max()) == (29, 0)
    assert coarse.relaxed is not None
    assert usual.relaxed is not None
    assert coarse.relaxed.bound > usual.relaxed.bound
    assert "first plan" in {step.stage for step in heard}


def test_cuts_over_other_groups_are_not_taken_over() -> None:
    """A run that starts from one whose groups were others makes cuts of its own, and proves the same."""
    problem = market(3)
    first = solve(problem, GAP, params=WAYS["each zone by itself"])
    again = solve(problem, GAP, start=first)
    assert again.groups is not None
    assert len(first.cuts_over(again.groups)) == 0
    assert len(first.cuts_over(np.arange(problem.n_zones))) > 0
    assert again.objective == pytest.approx(first.objective, rel=2 * GAP)


def test_the_example_of_the_documentation_runs() -> None:
    """The block of docs/optimiser.md that changes figures, on a market; what comes of it is proven as ever."""
    text = (ROOT / "docs/optimiser.md").read_text(encoding="utf-8")
    blocks = re.findall(r"(?:^    .*\n)+", text, re.MULTILINE)
    (block,) = (block for block in blocks if "SolveParams" in block)
    known: dict[str, Any] = {"problem": market(4), "solve": solve}
    exec("".join(line[4:] for line in block.splitlines(keepends=True)), known)  # noqa: S102  the documentation's own
    assert known["params"].branch.near_nodes != known["usual"].branch.near_nodes
    assert known["longer"].status is SolveStatus.OPTIMAL
