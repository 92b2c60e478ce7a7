r"""Attendance: the persons who would go to the nearest site with the plan's function, fewer with every minute.

Maximise :math:`\sum_i p_i f(t_i(y))` with :math:`f` the decay of the trade area (Holmes, Williams and Brown 1972).
"""

from __future__ import annotations

from scipy.sparse import csr_array

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective
from siteplan.formulate.people_arrays import minutes_of_options, minutes_of_own, persons_in_rows
from siteplan.optimise.captures.location import AttendanceCapture
from siteplan.tradearea import attraction

__all__ = ["Attendance"]


class Attendance(Objective):
    """Persons who attend."""

    name = "attendance"

    def aim(self) -> Aim:
        """Return the persons who attend."""
        ground, area = self.ground, self.ground.study.trade_area
        minutes = minutes_of_options(ground)
        part = csr_array((attraction(area, minutes.data), minutes.indices, minutes.indptr), shape=minutes.shape)
        return Aim(AttendanceCapture(part, persons_in_rows(ground), own=attraction(area, minutes_of_own(ground))))

    def value(self, network: Network) -> float:
        """Return persons."""
        study = self.ground.study
        minutes = network.minutes[study.plan.coverage].to_numpy(dtype=float)
        return float(network.persons @ attraction(study.trade_area, minutes))
