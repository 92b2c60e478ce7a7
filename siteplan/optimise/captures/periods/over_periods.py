"""OverPeriods: what plans are worth in all periods together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.concatenated import Concatenated
from siteplan.optimise.captures.periods.in_period import InPeriod
from siteplan.optimise.captures.periods.period_state import PeriodState
from siteplan.optimise.types import Bools, Floats

__all__ = ["OverPeriods"]


@dataclass(frozen=True, eq=False)
class OverPeriods(Concatenated, Capture):
    """The zones of each period, one after the other; what periods weigh is in the weights of their captures.

    Exact, with the proof of a single period: each is concave in what is chosen.

    References
    ----------
    Nickel, S. and Saldanha-da-Gama, F. (2019), Multi-period facility location, in: Location Science, Springer.

    Parameters
    ----------
    parts : sequence of InPeriod, in the order of time
    """

    parts: Sequence[InPeriod]

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with each."""
        if not self.parts:
            return [Problem("capture", "there are none", "Give at least one period", "parts")]
        return [problem for part in self.parts for problem in part.problems(n_options)]

    @property
    def n_zones(self) -> int:
        """Number of zones of a period, of which rules speak."""
        return self.parts[0].n_zones

    @property
    def zones_a_group(self) -> int:
        """As many as the first period wants."""
        return self.parts[0].zones_a_group

    @property
    def loose(self) -> bool:
        """Whether any period's capture is."""
        return any(part.loose for part in self.parts)

    @property
    def counts_nothing(self) -> bool:
        """Whether no period counts anything."""
        return all(part.counts_nothing for part in self.parts)

    @property
    def added(self) -> float:
        """What all periods add."""
        return sum(part.added for part in self.parts)

    def components(self) -> tuple[Capture, ...]:
        """Return those of each period."""
        return tuple(component for part in self.parts for component in part.components())

    def periods(self) -> Sequence[Capture]:
        """Return its parts."""
        return self.parts

    def state_at(self, open_: Bools) -> OverPeriodsState:
        """Return its state at a set of open options."""
        return OverPeriodsState([part.state_at(open_) for part in self.parts])

    def among(self, options: Bools) -> OverPeriods:
        """Return the same with every other option unable to open; periods of one market share what is left of it."""
        stand: dict[int, Bools] = {}
        for part in self.parts:
            stand[id(part.capture)] = stand.get(id(part.capture), False) | (part.columns_at(options) > 0)
        left = {id(part.capture): part.capture.among(stand[id(part.capture)]) for part in self.parts}
        return OverPeriods([replace(part, capture=left[id(part.capture)]) for part in self.parts])


@dataclass(frozen=True, eq=False)
class OverPeriodsState:
    """One set of open options in every period. It changes in place."""

    parts: Sequence[PeriodState]

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open."""
        return self.parts[0].open

    def value(self) -> float:
        """Sum of the values."""
        return sum(part.value() for part in self.parts)

    def gains(self) -> Floats:
        """(n_options,) sums of the gains."""
        return np.asarray(np.sum([part.gains() for part in self.parts], axis=0))

    def losses(self) -> Floats:
        """(n_options,) sums of the losses."""
        return np.asarray(np.sum([part.losses() for part in self.parts], axis=0))

    def least_lost(self) -> Floats:
        """(n_options,) sums of the lower limits."""
        return np.asarray(np.sum([part.least_lost() for part in self.parts], axis=0))

    def gain(self, option: int) -> float:
        """Return the sum of the gains."""
        return sum(part.gain(option) for part in self.parts)

    def loss(self, option: int) -> float:
        """Return the sum of the losses."""
        return sum(part.loss(option) for part in self.parts)

    def limits(self) -> Floats:
        """(n_options,) sums of the upper limits."""
        return np.asarray(np.sum([part.limits() for part in self.parts], axis=0))

    def rise(self, option: int) -> float:
        """Return the sum of the most that gains rise by."""
        return sum(part.rise(option) for part in self.parts)

    def limits_without(self, option: int) -> Floats:
        """(n_options,) sums of the upper limits."""
        return np.asarray(np.sum([part.limits_without(option) for part in self.parts], axis=0))

    def flip(self, option: int) -> None:
        """Open an option in every period, or close it."""
        for part in self.parts:
            part.flip(option)
