"""ZeroCapture: zones are worth nothing; what counts are fixed values and rules."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture, Serving
from siteplan.optimise.types import Bools, Floats

__all__ = ["ZeroCapture"]


@dataclass(frozen=True)
class ZeroCapture(Capture):
    """A market without demand: the least cost that meets every rule, the fewest sites, the most of one rule.

    It is its own state at every set of open options.

    Parameters
    ----------
    n_options : int
    n_zones : int
        Zones that the rules speak of; worth nothing.
    serves : csr (n_zones, n_options), optional
        Its stored entries are the pairs that a rule Capacity may allocate; left out, all of them.
    own : (n_zones,) bool, optional
        Zones that own facilities serve.
    """

    tightest = True
    counts_nothing = True

    n_options: int
    n_zones: int = 1
    serves: sp.csr_array | None = field(default=None, compare=False)
    own: Bools | None = field(default=None, compare=False)

    @property
    def zones_a_group(self) -> int:
        """One group for all."""
        return self.n_zones

    @property
    def serving(self) -> Serving:
        """Whoever can serve the zone, for nothing."""
        return Serving(self._pairs, np.zeros(self.n_zones, dtype=bool) if self.own is None else self.own)

    @property
    def _pairs(self) -> sp.csr_array:
        """(n_zones, n_options) zeros, stored where the option can serve the zone."""
        m, n = self.n_zones, self.n_options
        if self.serves is None:
            return sp.csr_array((np.zeros(m * n), np.tile(np.arange(n), m), np.arange(m + 1) * n), shape=(m, n))
        return sp.csr_array((np.zeros(self.serves.nnz), self.serves.indices, self.serves.indptr), shape=(m, n))

    @property
    def reach(self) -> sp.csr_array:
        """No option matters to any zone."""
        return sp.csr_array((self.n_zones, self.n_options))

    @property
    def ceiling(self) -> Floats:
        """(n_zones,) zeros."""
        return np.zeros(self.n_zones)

    def problems(self, n_options: int) -> list[Problem]:
        """List another number of options."""
        if n_options == self.n_options:
            return []
        return [Problem("capture", f"made for {self.n_options} options", f"Give ZeroCapture({n_options})", "n_options")]

    def floor(self, open_: Bools) -> Floats:  # noqa: ARG002  part of Capture
        """(n_zones,) zeros."""
        return np.zeros(self.n_zones)

    def zone_values(self, y: Floats) -> Floats:  # noqa: ARG002  part of Capture
        """(n_zones,) zeros."""
        return np.zeros(self.n_zones)

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:  # noqa: ARG002
        """Zeros."""
        return np.zeros(self.n_zones), np.empty(0)

    def zone_gains(self, open_: Bools) -> Floats:  # noqa: ARG002
        """(0,)."""
        return np.empty(0)

    def least_losses(self, open_: Bools) -> Floats:  # noqa: ARG002
        """(0,)."""
        return np.empty(0)

    def state_at(self, open_: Bools) -> ZeroState:
        """Return its state at a set of open options."""
        return ZeroState(open_)

    def among(self, options: Bools) -> ZeroCapture:  # noqa: ARG002
        """Return the same: nothing is worth nothing."""
        return self


class ZeroState:
    """A set of open options, worth nothing."""

    def __init__(self, open_: Bools) -> None:
        self.open = open_.copy()

    def value(self) -> float:
        """Return 0."""
        return 0.0

    def gains(self) -> Floats:
        """(n_options,) zeros."""
        return np.zeros(len(self.open))

    def losses(self) -> Floats:
        """(n_options,) zeros."""
        return np.zeros(len(self.open))

    def least_lost(self) -> Floats:
        """(n_options,) the losses themselves."""
        return self.losses()

    def gain(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return 0."""
        return 0.0

    def loss(self, option: int) -> float:  # noqa: ARG002
        """Return 0."""
        return 0.0

    def limits(self) -> Floats:
        """(n_options,) zeros."""
        return np.zeros(len(self.open))

    def rise(self, option: int) -> float:  # noqa: ARG002  part of CaptureState
        """Return infinity: the limits are quick."""
        return float("inf")

    def limits_without(self, option: int) -> Floats:  # noqa: ARG002
        """(n_options,) zeros."""
        return np.zeros(len(self.open))

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        self.open[option] = ~self.open[option]
