r"""Mean minutes: over persons to the nearest site with the plan's function (p-median, Hakimi 1964).

Minimise :math:`\sum_i p_i t_i(y) / \sum_i p_i` with :math:`t_i` the minutes of zone *i* to the nearest open site; who
is out of reach counts as `travel.max_minutes`.
"""

from __future__ import annotations

import numpy as np

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective
from siteplan.formulate.people_arrays import minutes_of_options, minutes_of_own, persons_in_rows
from siteplan.optimise.captures.location import NearestCapture

__all__ = ["MeanMinutes"]


class MeanMinutes(Objective):
    """Mean minutes to the plan's function."""

    name = "minutes"

    def aim(self) -> Aim:
        """Return minus the person-minutes."""
        ground, most = self.ground, self.ground.study.travel.max_minutes
        own = np.minimum(minutes_of_own(ground), most)
        return Aim(NearestCapture(minutes_of_options(ground), persons_in_rows(ground), own=own, beyond=most))

    def value(self, network: Network) -> float:
        """Return minutes."""
        minutes = network.minutes[self.ground.study.plan.coverage].clip(upper=self.ground.study.travel.max_minutes)
        return float(np.average(minutes, weights=network.persons))
