"""The classical questions of location by name, asked of the same engine: each returns a Selection with its proof.

What is least (sites, minutes) comes as a negative objective, like everything that is maximised here. Every question
counts own facilities that are there already (`own`); the number of sites `p` is that of new ones.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Unpack

import numpy as np
import pandas as pd
import scipy.sparse as sp

from siteplan.errors import Problem, ProblemError
from siteplan.optimise.analyses.threshold import How, ThresholdParams, best_level
from siteplan.optimise.captures.location import CoverageCapture, Matrix, NearestCapture
from siteplan.optimise.captures.zero import ZeroCapture
from siteplan.optimise.problem import SiteProblem
from siteplan.optimise.rules import Count, CoverAll, Spacing
from siteplan.optimise.rules.cover_all import spare_sites
from siteplan.optimise.selection import Selection
from siteplan.optimise.solve import solve
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["fewest_sites", "maximal_coverage", "p_centre", "p_dispersion", "p_median"]

Sites = Sequence[Hashable] | None


def fewest_sites(
    covers: Matrix, times: int = 1, own: Ints | None = None, sites: Sites = None, **how: Unpack[How]
) -> Selection:
    """Fewest sites that cover every zone so many times (LSCP; with `times` of 2 and more backup coverage).

    Parameters
    ----------
    covers : sparse or dense bool (n_zones, n_sites)
    own : (n_zones,) int, optional
        Own facilities that cover the zone already.
    sites : (n_sites,), optional
        Names, unlike each other.

    Returns
    -------
    Selection
        `objective` is minus the number of sites.

    References
    ----------
    Toregas, C. et al. (1971), The location of emergency service facilities, Operations Research 19.
    """
    n_zones, n_sites = np.shape(covers)
    options, rule = _options(n_sites, sites), CoverAll(sp.csr_array(covers), times, own)
    problem = SiteProblem(options, ZeroCapture(n_sites, n_zones), [rule], -np.ones(n_sites))
    if times == 1:  # one site can stand for another only where none is needed twice
        spare = spare_sites(sp.csr_array(problem.rows.options))
        problem = replace(problem, options=options.assign(status=np.where(spare, "forbidden", "candidate")))
    return _solved(problem, how)


def maximal_coverage(
    covers: Matrix, weights: Floats, p: int, own: Bools | None = None, sites: Sites = None, **how: Unpack[How]
) -> Selection:
    """Open p sites that cover the most weight (MCLP); arrays as those of CoverageCapture.

    Zones that the same sites cover count as one. Tens of millions of points come in pieces: see
    CoverageCapture.of_pieces, whose `covers` and `weights` this takes.
    """
    return _solved(_pick(p, CoverageCapture(covers, weights, own), np.shape(covers)[1], sites), how)


def p_median(
    minutes: Matrix,
    weights: Floats,
    p: int,
    own: Floats | None = None,
    sites: Sites = None,
    beyond: float | None = None,
    **how: Unpack[How],
) -> Selection:
    """Open p sites with the least weighted minutes to the nearest; arrays as those of NearestCapture.

    Returns
    -------
    Selection
        `objective` is minus the weighted minutes.
    """
    return _solved(_pick(p, NearestCapture(minutes, weights, own, beyond), np.shape(minutes)[1], sites), how)


def p_centre(minutes: Matrix, p: int, own: Floats | None = None, sites: Sites = None, **how: Unpack[How]) -> Selection:
    """Open p sites so that the worst-off zone has the fewest minutes to the nearest.

    Whether a plan keeps every zone within some minutes is a covering question; it is asked of ever fewer of the
    minutes that are given.

    Parameters
    ----------
    minutes : sparse or dense (n_zones, n_sites)
        In a sparse matrix what is not stored cannot be reached.
    own : (n_zones,), optional
        Minutes to the nearest own facility; inf where there is none.

    Returns
    -------
    Selection
        `objective` is minus the worst minutes; INFEASIBLE where no p sites reach every zone.

    References
    ----------
    Minieka, E. (1970), The m-center problem, SIAM Review 12.
    """
    n_zones, n_sites = np.shape(minutes)
    _refuse("minutes", minutes, own, n_zones)
    table = _table(minutes)
    today = np.full(n_zones, np.inf) if own is None else np.asarray(own, dtype=float)
    levels = np.unique(-np.concatenate([table.ravel(), today]))
    levels = levels[np.isfinite(levels)]
    options, count = _options(n_sites, sites), Count(exactly=p)

    def problem_at(level: float) -> SiteProblem:
        within = CoverAll(sp.csr_array(table <= -level), own=(today <= -level).astype(np.int64))
        return SiteProblem(options, ZeroCapture(n_sites, n_zones), [count, within])

    def worth(open_: Bools) -> float:
        return -float(np.minimum(today, table[:, open_].min(axis=1, initial=np.inf)).max())

    return best_level(levels if len(levels) else np.zeros(1), problem_at, worth, how)


def p_dispersion(
    distances: Floats, p: int, own: Floats | None = None, sites: Sites = None, **how: Unpack[How]
) -> Selection:
    """Open p sites so that the two nearest of them are as far apart as can be.

    Parameters
    ----------
    distances : (n_sites, n_sites)
        Symmetric; the diagonal is not read.
    own : (n_sites,), optional
        Distance from each site to the nearest own facility, which has to be kept as well.

    Returns
    -------
    Selection
        `objective` is the smallest distance.

    References
    ----------
    Kuby, M. J. (1987), Programming models for facility dispersion: the p-dispersion and maxisum dispersion problems,
    Geographical Analysis 19.
    """
    n_sites = len(distances)
    _refuse("distances", distances, own, n_sites)
    _refuse_dispersion(distances, p, own)
    apart = np.where(np.eye(n_sites, dtype=bool), np.inf, distances)
    kept = np.full(n_sites, np.inf) if own is None else np.asarray(own, dtype=float)
    levels = np.unique(np.concatenate([apart.ravel(), kept]))
    levels = levels[np.isfinite(levels)]
    options, count = _options(n_sites, sites), Count(exactly=p)

    def problem_at(level: float) -> SiteProblem:
        spread = Spacing(apart < level, near_own=kept < level)
        return SiteProblem(options, ZeroCapture(n_sites), [count, spread])

    def worth(open_: Bools) -> float:
        return float(min(apart[np.ix_(open_, open_)].min(), kept[open_].min(initial=np.inf)))

    return best_level(levels, problem_at, worth, how)


def _solved(problem: SiteProblem, how: How) -> Selection:
    return solve(problem, **({"gap": ThresholdParams().gap} | how))


def _pick(p: int, capture: CoverageCapture | NearestCapture, n_sites: int, sites: Sites) -> SiteProblem:
    """Return the question, zones that sites serve alike as one; what is unsound is left as it is, to be refused."""
    sound = not capture.problems(n_sites)
    return SiteProblem(_options(n_sites, sites), capture.merged() if sound else capture, [Count(exactly=p)])


def _options(n_sites: int, sites: Sites) -> pd.DataFrame:
    """One option a site, labelled by its name."""
    names = list(range(n_sites) if sites is None else sites)
    if len(names) != n_sites:
        raise ProblemError([Problem("sites", f"{len(names)} names", f"Give {n_sites}, or none")])
    return pd.DataFrame({"site": names, "format": "site"}, index=pd.Index(names))


def _table(minutes: Matrix) -> Floats:
    """(n_zones, n_sites) dense; inf where nothing is stored."""
    if not sp.issparse(minutes):
        return np.asarray(minutes, dtype=float)
    entries = sp.coo_array(minutes)
    table = np.full(entries.shape, np.inf)
    table[entries.coords] = entries.data
    return table


def _refuse(name: str, matrix: Matrix, own: Floats | None, n_rows: int) -> None:
    """Refuse numbers that are no distances, and one too many or too few of `own`."""
    entries = np.asarray(matrix.data if sp.issparse(matrix) else matrix, dtype=float)
    cases = [(name, not (np.isfinite(entries).all() and (entries >= 0).all()), "Give finite numbers from 0")]
    if own is not None:
        given = np.asarray(own, dtype=float)
        bad = given.shape != (n_rows,) or not bool((given >= 0).all())
        cases.append(("own", bad, f"Give {n_rows} numbers from 0; inf where there is none"))
    found = [Problem("question", "values that cannot be", remedy, column) for column, bad, remedy in cases if bad]
    if found:
        raise ProblemError(found)


def _refuse_dispersion(distances: Floats, p: int, own: Floats | None) -> None:
    """Refuse a spread of less than two, and distances that depend on the direction."""
    found = []
    if np.ndim(distances) != 2 or not np.array_equal(distances, np.transpose(distances)):
        found.append(Problem("question", "is not square and symmetric", "Give one distance a pair", "distances"))
    if p < (2 if own is None else 1):
        found.append(Problem("question", "nothing to be apart from", "Give 2 or more", "p"))
    if found:
        raise ProblemError(found)
