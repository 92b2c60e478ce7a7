"""People and minutes on arrays: what coverage, minutes and attendance count by."""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from siteplan.groundwork import Groundwork
from siteplan.market.access import offers
from siteplan.optimise.types import Floats

__all__ = ["minutes_of_options", "minutes_of_own", "persons_in_rows"]


def minutes_of_options(ground: Groundwork) -> csr_array:
    """Return minutes to the options with the plan's function (n_rows, n_options); stored where in reach."""
    minutes = ground.travel.decision.to(ground.options["site_id"]).minutes
    has = offers(ground.study.formats, ground.options, ground.study.plan.coverage)[minutes.indices]
    row = np.repeat(np.arange(minutes.shape[0]), np.diff(minutes.indptr))
    known = csr_array((minutes.data[has], (row[has], minutes.indices[has])), shape=minutes.shape)
    return ground.model.rows.matrix_once(known)


def minutes_of_own(ground: Groundwork) -> Floats:
    """Return minutes to the nearest of today's sites with the plan's function (n_rows,), infinite out of reach."""
    function = ground.study.plan.coverage
    has = offers(ground.study.formats, ground.facilities, function)
    nearest = np.minimum(ground.travel.fixed.nearest(has), ground.minutes_to_stations(function))
    return ground.model.rows.once(nearest, np.inf)


def persons_in_rows(ground: Groundwork) -> Floats:
    """Return persons (n_rows,)."""
    return ground.model.rows.once(ground.market.zones["population"].to_numpy(dtype=float))
