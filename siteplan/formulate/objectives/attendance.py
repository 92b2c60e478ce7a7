r"""Attendance: the persons who would go to the site with the plan's function that most go to, fewer with every minute.

Maximise :math:`\sum_i p_i \max_j f_j(t_{ij}(y))` with :math:`f_j` the decay of the trade area, or of the site's format
(Holmes, Williams and Brown 1972).
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pandas as pd
from scipy.sparse import csr_array

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective
from siteplan.formulate.people_arrays import persons_in_rows
from siteplan.market.access import offers
from siteplan.optimise.captures.location import AttendanceCapture
from siteplan.optimise.types import Floats
from siteplan.tradearea import attraction
from siteplan.tradearea.format_decay import part_who_come
from siteplan.travel import TravelMatrix

__all__ = ["Attendance"]


class Attendance(Objective):
    """Persons who attend."""

    name = "attendance"

    def aim(self) -> Aim:
        """Return the persons who attend."""
        ground, rows = self.ground, self.ground.model.rows
        part = self._part(ground.travel.decision.to(ground.options["site_id"]), ground.options["format"])
        own = rows.once(self._of_today, 0.0)
        return Aim(AttendanceCapture(rows.matrix_once(part), persons_in_rows(ground), own=own))

    def value(self, network: Network) -> float:
        """Return persons."""
        there = self.ground.travel.decision.to(network.opened["site_id"])
        new = _most(self._part(there, network.opened["format"]))
        return float(network.persons @ np.maximum(new, self._of_today))

    @cached_property
    def _of_today(self) -> Floats:
        """The part of people who go to today's sites that stay, or to own stations (n_zones,)."""
        ground = self.ground
        own = _most(self._part(ground.travel.fixed, ground.facilities["format"]))
        stations = ground.minutes_to_stations(ground.study.plan.coverage)
        return np.maximum(own, attraction(ground.study.trade_area, stations))

    def _part(self, travel: TravelMatrix, formats: pd.Series) -> csr_array:
        """Return the part of people who go to each site that has the function (n_zones, n_sites)."""
        study, minutes = self.ground.study, travel.minutes
        has = offers(study.formats, formats.to_frame("format"), study.plan.coverage)[minutes.indices]
        part = part_who_come(study, self.ground.market.zones["tier"], formats, minutes) * has
        out = csr_array((part, minutes.indices.copy(), minutes.indptr.copy()), shape=minutes.shape)
        out.eliminate_zeros()
        return out


def _most(part: csr_array) -> Floats:
    """Return the largest of each row (n_zones,), 0 where it is empty."""
    return part.max(axis=1).toarray().ravel() if part.shape[1] else np.zeros(part.shape[0])
