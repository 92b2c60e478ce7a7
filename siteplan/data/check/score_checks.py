"""Check what a study says of its scorecard: scales, weights, pairs, gates; and against its tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

import numpy as np
import pandas as pd

from siteplan.data.check.schema import how_to_write
from siteplan.data.check.station_checks import CHARGING_CRITERIA
from siteplan.data.nearest import did_you_mean
from siteplan.data.tables.cells import as_number, number_is_given
from siteplan.data.tables.columns import TABLES
from siteplan.errors import N_, Note, Problem
from siteplan.study import Study
from siteplan.study.score_specs import FEWEST_SITES, MOST_CRITERIA
from siteplan.study.section import LEAST, MOST

__all__ = ["MODEL_CRITERIA", "number_columns", "required", "score_links", "score_notes", "score_problems"]

WHERE = "study.toml [score]"
MODEL_CRITERIA = ("population", "income", "competition", *CHARGING_CRITERIA)  # measured; others are columns
ROUNDED = 0.05  # what a cell times its mirror may miss 1 by: 1/7 is written 0.14


def score_problems(study: Study) -> Iterator[Problem]:
    """Yield every contradiction within the scorecard."""
    for check in CHECKS:
        yield from check(study)


def score_links(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Yield criteria that no candidate has, and fits to sales that too few own sites have."""
    if "candidates" in tables:
        for section, names in _named(study):
            yield from number_columns(names, tables["candidates"], f"study.toml [{section}]", MODEL_CRITERIA)
        yield from _gates_bar_all(study, tables["candidates"])
    yield from _tiers_there(study, tables)
    if study.score.fits():
        yield from _observed(tables)


def score_notes(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Note]:
    """Yield columns of candidates called as a criterion that is measured: the score goes by what is measured."""
    named = {name for _section, names in _named(study) for name in names}
    text = N_("the score does not use this column; siteplan measures {name} around each site itself")
    for name in MODEL_CRITERIA:
        if name in named and name in tables.get("candidates", ()):
            yield Note("candidates", text, name, values={"name": name})


def _named(study: Study) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield the criteria that each section names."""
    score = study.score
    for key in ("weights", "directions", "bounds", "criteria", "gates"):
        yield f"score.{key}", getattr(score, key)
    yield "score.ahp", () if score.ahp is None else score.ahp.criteria
    yield from _other_weights(study)


def number_columns(
    named: Iterable[str], candidates: pd.DataFrame, where: str, others: Iterable[str] = ()
) -> Iterator[Problem]:
    """Yield names that are no columns of numbers of the candidates, nor `others`; or whose numbers are out of range."""
    numeric = {"area_m2", "rent", "footfall", *candidates.select_dtypes("number").columns} - {"site_id"}
    listed = sorted({*numeric, *others})
    for name in sorted(set(named)):
        if name in numeric and name in candidates and name not in TABLES["candidates"].names:
            yield from _out_of_range(candidates, name)
        elif name not in listed and name in set(candidates) - set(TABLES["candidates"].names):
            yield from _no_numbers(candidates, name, where)
        elif name not in listed:
            what = f'"{name}" is no column of numbers that candidates have'
            yield Problem(where, what, did_you_mean(name, listed))


def _no_numbers(candidates: pd.DataFrame, name: str, where: str) -> Iterator[Problem]:
    """Say of a column that is there which of its cells are no numbers."""
    cells = candidates[name]
    wrong = number_is_given(cells) & ~np.isfinite(as_number(cells))
    if not wrong.any():
        yield Problem(where, f'"{name}" is a column of candidates without numbers', "Name another, or fill it in.")
        return
    remedy = how_to_write(cells[wrong]).rstrip(".") + "."
    ids = tuple(candidates.loc[wrong, "site_id"]) if "site_id" in candidates else ()
    yield Problem("candidates", f"{where.removeprefix('study.toml ')} needs numbers here", remedy, name, ids)


def _out_of_range(candidates: pd.DataFrame, name: str) -> Iterator[Problem]:
    size = candidates[name].abs()
    wrong = (size > MOST) | ((size > 0) & (size < LEAST))
    if wrong.any():
        ids = tuple(candidates.loc[wrong, "site_id"]) if "site_id" in candidates else ()
        remedy = f"Give 0, or {LEAST:g} to {MOST:g}; choose another unit."
        yield Problem("candidates", "the number is too large or too small to compute with", remedy, name, ids)


def _gates_bar_all(study: Study, candidates: pd.DataFrame) -> Iterator[Problem]:
    """Find gates that no candidate passes, as far as their columns say: nothing could open then."""
    numeric = candidates.select_dtypes("number")
    passed = pd.Series(True, index=candidates.index)
    for name, gate in study.score.gates.items():
        if name in numeric:
            low = -np.inf if gate.at_least is None else gate.at_least
            high = np.inf if gate.at_most is None else gate.at_most
            passed &= numeric[name].isna() | numeric[name].between(low, high)
    if len(candidates) and not (passed | required(study, candidates)).any():
        spans = [f"{n} from {numeric[n].min():g} to {numeric[n].max():g}" for n in study.score.gates if n in numeric]
        what = f"no candidate passes the gates; they have {', '.join(spans)}"
        yield Problem("study.toml [score.gates]", what, "Widen a gate, or take one out.")


def _observed(tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    own = tables.get("facilities")
    sales = pd.Series(dtype=float) if own is None or "annual_sales" not in own else own["annual_sales"]
    n = int((pd.to_numeric(sales, errors="coerce") > 0).sum())
    if n < FEWEST_SITES:
        what = f"{n} own sites have sales, and a fit needs {FEWEST_SITES}"
        remedy = "Fill in annual_sales of more sites, or choose weights and directions in [score] yourself."
        yield Problem("facilities", what, remedy, "annual_sales")


def required(study: Study, candidates: pd.DataFrame) -> pd.Series:
    """Return which candidates must open: gates do not bar them."""
    named = {site for rule in study.plan.rules for site in rule.required_sites}
    ids = candidates["site_id"] if "site_id" in candidates else pd.Series("", index=candidates.index)
    status = candidates["status"] if "status" in candidates else pd.Series("", index=candidates.index)
    return ids.isin(named) | (status == "required")


def _other_weights(study: Study) -> Iterator[tuple[str, Mapping[str, float]]]:
    """Yield every set of weights that holds for a tier or format, with its section."""
    for tier, spec in study.score.tiers.items():
        yield f"score.tiers.{tier}.weights", spec.weights
    for name, format_ in study.score.formats.items():
        if format_.weights or not format_.tiers:
            yield f"score.formats.{name}.weights", format_.weights
        for tier, spec in format_.tiers.items():
            yield f"score.formats.{name}.tiers.{tier}.weights", spec.weights


def _weights(study: Study) -> Iterator[Problem]:
    remedy = "Give at least one criterion a weight above 0."
    usual = [] if study.score.weighting == "ahp" else [("score", study.score.weights)]
    for section, weights in (*usual, *_other_weights(study)):
        if not sum(weights.values()) > 0:
            key = "weights" if section == "score" else ""
            yield Problem(f"study.toml [{section}]", "all weights are zero", remedy, key)


def _gates(study: Study) -> Iterator[Problem]:
    for name, gate in study.score.gates.items():
        if gate.at_least is not None and gate.at_most is not None and gate.at_least > gate.at_most:
            what = f"at least {gate.at_least:g} and at most {gate.at_most:g} let nothing pass"
            yield Problem("study.toml [score.gates]", what, "Lower at_least or raise at_most.", name)


def _places(study: Study) -> Iterator[Problem]:
    """Find formats and tiers that do not exist."""
    for name in study.score.formats:
        if study.formats and name not in study.formats:
            what, remedy = f'the format "{name}" does not exist', did_you_mean(name, study.formats)
            yield Problem("study.toml [score.formats]", what, remedy, name)
    for section, tier in _tiers_named(study):
        if study.tiers.order and tier not in study.tiers.order:
            what, remedy = f'the tier "{tier}" does not exist', did_you_mean(tier, study.tiers.order)
            yield Problem(f"study.toml [{section}]", what, remedy, tier)


def _tiers_named(study: Study) -> Iterator[tuple[str, str]]:
    yield from (("score.tiers", tier) for tier in study.score.tiers)
    for name, spec in study.score.formats.items():
        yield from ((f"score.formats.{name}.tiers", tier) for tier in spec.tiers)


def _tiers_there(study: Study, tables: Mapping[str, pd.DataFrame]) -> Iterator[Problem]:
    """Find tiers that no zone or candidate has, where the study names no order of tiers."""
    columns = [tables[t]["tier"] for t in ("zones", "candidates") if t in tables and "tier" in tables[t]]
    known = sorted({str(tier) for column in columns for tier in column.dropna()} - {""})
    for section, tier in () if study.tiers.order or "candidates" not in tables else _tiers_named(study):
        if tier not in known:
            what = f'"{tier}" is a tier that no zone or candidate has'
            yield Problem(f"study.toml [{section}]", what, did_you_mean(tier, known), tier)


def _scales(study: Study) -> Iterator[Problem]:
    score = study.score
    for name, (low, high) in score.bounds.items():
        yield from _bounds(low, high, "study.toml [score.bounds]", name)
    for name in dict.fromkeys((*score.directions, *score.bounds, *score.criteria)):
        yield from _criterion(study, name)


def _bounds(low: float, high: float, where: str, key: str) -> Iterator[Problem]:
    if not low < high:
        what = f"the lower bound {low:g} is not below the upper one {high:g}"
        yield Problem(where, what, f"Write [{min(low, high):g}, {max(low, high):g}], the lower one first.", key)


def _criterion(study: Study, name: str) -> Iterator[Problem]:
    """Find what one criterion is told twice, or what does not go together."""
    score, where = study.score, f"study.toml [score.criteria.{name}]"
    own, full = score.criteria.get(name), score.criterion(name)
    for key, table in (("direction", score.directions), ("bounds", score.bounds)):
        if own is not None and getattr(own, key) is not None and name in table:
            other = f"[score] {'bounds' if key == 'bounds' else 'directions'}"
            yield Problem(where, f"{key} is also given in {other}", "Give it in one of the two.", key)
    if own is not None and own.bounds is not None:
        yield from _bounds(*own.bounds, where, "bounds")
    if full.direction == "ideal" and full.ideal is None:
        yield Problem(where, 'the direction is "ideal", and the ideal is missing', "Add ideal = NUMBER.", "ideal")
    if full.direction != "ideal" and full.ideal is not None:
        what = f'an ideal is given, and the direction is "{full.direction}"'
        yield Problem(where, what, 'Take one of the two out; direction = "ideal" goes with it.', "ideal")
    if full.bounds is not None and full.normalise != "min_max":
        what = f'bounds are given, and normalise = "{full.normalise}" has none'
        yield Problem(where, what, 'Take the bounds out, or set normalise = "min_max".', "bounds")
    if full.bounds is not None and full.ideal is not None and not min(full.bounds) <= full.ideal <= max(full.bounds):
        what = f"the ideal {full.ideal:g} is outside the bounds {full.bounds[0]:g} to {full.bounds[1]:g}"
        yield Problem(where, what, "Widen the bounds or move the ideal.", "ideal")


def _pairs(study: Study) -> Iterator[Problem]:
    """Find comparisons in pairs that are missing, or that no matrix of pairs can have."""
    ahp, where = study.score.ahp, "study.toml [score.ahp]"
    if ahp is None:
        if study.score.weighting == "ahp":
            remedy = 'Add [score.ahp] with criteria = ["a", "b"] and matrix = [[1, 3], ["1/3", 1]].'
            yield Problem(WHERE, 'weighting is "ahp", and no pairs are compared', remedy, "weighting")
        return
    n = len(ahp.criteria)
    if not 1 <= n <= MOST_CRITERIA or len(set(ahp.criteria)) < n:
        what = f"{n} criteria are named" if len(set(ahp.criteria)) == n else "a criterion is named twice"
        yield Problem(where, what, f"Name 1 to {MOST_CRITERIA} criteria, each once.", "criteria")
    if len(ahp.matrix) != n or any(len(row) != n for row in ahp.matrix):
        shape = f"{len(ahp.matrix)} rows of {', '.join(sorted({str(len(row)) for row in ahp.matrix}))}"
        yield Problem(where, f"the matrix has {shape}, and {n} criteria are named", f"Give {n} rows of {n}.", "matrix")
    else:
        yield from _cells(np.array(ahp.matrix, dtype=float), ahp.criteria)


def _cells(matrix: np.ndarray, criteria: tuple[str, ...]) -> Iterator[Problem]:
    where = "study.toml [score.ahp]"

    def pairs(wrong: np.ndarray) -> list[str]:
        return [f"{criteria[i]} / {criteria[j]}" for i, j in zip(*np.nonzero(wrong), strict=True)]

    if (low := ~(matrix > 0)).any():
        what, remedy = "comparisons must be above 0", 'Write how many times as important, as 3 or "1/3".'
        yield Problem(where, what, remedy, "matrix", pairs(low))
        return
    if (own := (np.diag(matrix) != 1)).any():
        what = "a criterion is as important as itself"
        yield Problem(where, what, "Write 1 there.", "matrix", pairs(np.diag(own)))
    unlike = np.triu(np.abs(matrix * matrix.T - 1) > ROUNDED, 1)
    if unlike.any():
        what = "a cell and its mirror do not give 1 when multiplied"
        yield Problem(where, what, 'Where one is 3, write "1/3" in the other.', "matrix", pairs(unlike))


CHECKS: tuple[Callable[[Study], Iterator[Problem]], ...] = (_weights, _gates, _places, _scales, _pairs)
