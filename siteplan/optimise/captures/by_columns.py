"""ByColumns: zones of a capture over columns, asked of options by which the columns stand."""

from __future__ import annotations

from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.capture import Block, Capture
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["ByColumns"]


class ByColumns(Capture):
    """Zones of `capture` over columns that `stands` (n_columns, n_options) says to stand by options.

    An option matters to a zone by one column at most. A concave function of columns is one of options; cuts are made
    over columns, of which there are few, and spread over options only once they are summed over zones.
    """

    capture: Capture
    weight: float = 1.0

    @property
    def stands(self) -> sp.csr_array:
        """(n_columns, n_options): 1 where the column stands if the option is chosen."""
        raise NotImplementedError

    def columns_at(self, y: Floats | Bools) -> Floats:
        """(n_columns,) how far each column stands; what a solver rounds up beyond 1 is left out."""
        return np.asarray(np.minimum(self.stands @ np.asarray(y, dtype=float), 1.0))

    @property
    def n_columns(self) -> int:
        """Number of options."""
        return int(self.stands.shape[1])

    @property
    def n_zones(self) -> int:
        """Number of zones of the capture."""
        return self.capture.n_zones

    @property
    def zones_a_group(self) -> int:
        """As many as the capture wants."""
        return self.capture.zones_a_group

    @property
    def bounded_with(self) -> Ints | None:
        """As the capture says."""
        return self.capture.bounded_with

    @property
    def tightest(self) -> bool:
        """As the capture is."""
        return self.capture.tightest

    @property
    def loose(self) -> bool:
        """As the capture is."""
        return self.capture.loose

    @property
    def counts_nothing(self) -> bool:
        """As the capture does."""
        return self.capture.counts_nothing

    @property
    def added(self) -> float:
        """What the capture adds."""
        return self.capture.added * self.weight

    @cached_property
    def ceiling(self) -> Floats:
        """(n_zones,) of the capture, weighted as all values are."""
        return self.capture.ceiling * self.weight

    def floor(self, open_: Bools) -> Floats:
        """(n_zones,) of the capture."""
        return self.capture.floor(self.columns_at(open_) > 0) * self.weight

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones,) of the capture."""
        return self.capture.zone_values(self.columns_at(y)) * self.weight

    @cached_property
    def reach(self) -> sp.csr_array:
        """(n_zones, n_options): an entry for each of the capture's, at each option by which its column stands."""
        entry = self._entry
        return sp.csr_array((self.capture.reach.data[entry.data], entry.indices, entry.indptr), shape=entry.shape)

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones,) and slopes (n_entries,)."""
        constants, slopes = self.capture.supergradient(self.columns_at(y))
        return constants * self.weight, slopes[self._entry.data] * self.weight

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,): of an option whose column stands by another what that is sure to be worth: it may take over."""
        there = self.columns_at(open_) > 0
        gains, least = self.capture.zone_gains(there), self.capture.least_losses(there)
        gains = np.where(there[self.capture.reach.indices], least, gains)
        return np.asarray(gains[self._entry.data] * self.weight)

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,)."""
        losses = self.capture.least_losses(self.columns_at(open_) > 0)
        return np.asarray(losses[self._entry.data] * self.weight)

    @cached_property
    def _entry(self) -> sp.csr_array:
        """(n_zones, n_options): number of the capture's entry behind each of `reach`."""
        reach = self.capture.reach
        numbers = sp.csr_array((np.arange(1.0, reach.nnz + 1), reach.indices, reach.indptr), shape=reach.shape)
        spread = sp.csr_array(numbers @ self.stands)
        return sp.csr_array((spread.data.astype(np.int64) - 1, spread.indices, spread.indptr), shape=spread.shape)

    def blocks(self) -> list[Block]:
        """Those of the capture, over the columns."""
        return self._blocks

    @cached_property
    def _blocks(self) -> list[Block]:
        return [block.under(self.stands, self.weight) for block in self.capture.blocks()]
