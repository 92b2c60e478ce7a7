r"""Most covered: the persons who reach the plan's function within its standard (Church and ReVelle 1974).

Maximise :math:`\sum_i p_i z_i` with :math:`p_i` the persons of zone *i* and :math:`z_i = 1` where an open option, or
one of today's sites, has the function within the minutes that the standard asks there.
"""

from __future__ import annotations

import numpy as np
from scipy.sparse import csr_array

from siteplan.formulate.network import Network
from siteplan.formulate.objectives.objective import Aim, Objective
from siteplan.formulate.people_arrays import minutes_of_options, minutes_of_own, persons_in_rows
from siteplan.market.access import standard_minutes
from siteplan.optimise.captures.location import CoverageCapture

__all__ = ["MostCovered"]


class MostCovered(Objective):
    """Persons within the standard of the plan's function, today's facilities counted in."""

    name = "coverage"

    def aim(self) -> Aim:
        """Return the persons covered."""
        ground = self.ground
        limit = ground.model.rows.once(standard_minutes(ground.study, ground.market.zones, ground.study.plan.coverage))
        minutes, own = minutes_of_options(ground), minutes_of_own(ground)
        row = np.repeat(np.arange(minutes.shape[0]), np.diff(minutes.indptr))
        within = minutes.data <= limit[row]
        pairs = (np.ones(int(within.sum()), dtype=bool), (row[within], minutes.indices[within]))
        return Aim(CoverageCapture(csr_array(pairs, minutes.shape), persons_in_rows(ground), own=own <= limit))

    def value(self, network: Network) -> float:
        """Return persons."""
        return float(network.persons[network.covered].sum())
