"""PlusConstant: a capture beside which every plan is worth an amount more or less."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Block, Capture, CaptureState
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["PlusConstant", "PlusConstantState"]


@dataclass(frozen=True, eq=False)
class PlusConstant(Capture):
    """The zone values of another capture, the first zone's moved by an amount.

    What closing a site costs is such an amount for all sites that may close, and a fixed value for each that stays:
    gaps are then parts of what plans are truly worth.
    """

    capture: Capture
    amount: float

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with the capture, and an amount that is none."""
        found = self.capture.problems(n_options)
        if not np.isfinite(self.amount):
            found.append(Problem("capture", "is not finite", "Give a number", "amount"))
        return found

    @property
    def added(self) -> float:
        """The amount, and what the capture adds."""
        return self.amount + self.capture.added

    @property
    def bare(self) -> Capture:
        """The capture."""
        return self.capture.bare

    @property
    def n_columns(self) -> int:
        """Number of columns of `reach`."""
        return self.capture.n_columns

    @property
    def n_zones(self) -> int:
        """Number of zones of the capture."""
        return self.capture.n_zones

    @property
    def zones_a_group(self) -> int:
        """As many as the capture wants."""
        return self.capture.zones_a_group

    @property
    def reach(self) -> sp.csr_array:
        """(n_zones, n_options) of the capture."""
        return self.capture.reach

    @cached_property
    def ceiling(self) -> Floats:
        """(n_zones,) of the capture, moved."""
        return self._moved(self.capture.ceiling)

    def floor(self, open_: Bools) -> Floats:
        """(n_zones,) of the capture, moved."""
        return self._moved(self.capture.floor(open_))

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones,) values of the capture, moved."""
        return self._moved(self.capture.zone_values(y))

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants, moved, and slopes."""
        constants, slopes = self.capture.supergradient(y)
        return self._moved(constants), slopes

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) of the capture."""
        return self.capture.zone_gains(open_)

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,) of the capture."""
        return self.capture.least_losses(open_)

    def at_sites(self, site_of: Ints) -> PlusConstant:
        """Return the same, knowing which options share a site."""
        return PlusConstant(self.capture.at_sites(site_of), self.amount)

    @property
    def tightest(self) -> bool:
        """Whether no majorant lies below the supergradient where that is made: as in the capture."""
        return self.capture.tightest

    def state_at(self, open_: Bools) -> PlusConstantState:
        """Return its state at a set of open options."""
        return PlusConstantState(self.capture.state_at(open_), self.amount)

    def among(self, options: Bools) -> PlusConstant:
        """Return the same with every other option unable to open."""
        return PlusConstant(self.capture.among(options), self.amount)

    def blocks(self) -> list[Block]:
        """Return those of the capture, the first moved."""
        return self._blocks

    @cached_property
    def _blocks(self) -> list[Block]:
        first, *others = self.capture.blocks()
        if first.stands is None and not others:
            return [Block(self)]
        return [replace(first, zones=PlusConstant(cast("Capture", first.zones), self.amount / first.weight)), *others]

    def ties(self, site_of: Ints) -> tuple[sp.csr_array, Ints]:
        """Return those of the capture."""
        return self.capture.ties(site_of)

    def _moved(self, zones: Floats) -> Floats:
        moved = np.array(zones, dtype=float)
        moved[0] += self.amount
        return moved


@dataclass(frozen=True, eq=False)
class PlusConstantState:
    """A set of open options, worth an amount more or less."""

    state: CaptureState
    amount: float

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open."""
        return self.state.open

    def value(self) -> float:
        """Return the value, moved."""
        return self.state.value() + self.amount

    def gains(self) -> Floats:
        """(n_options,) as without the amount."""
        return self.state.gains()

    def losses(self) -> Floats:
        """(n_options,) as without the amount."""
        return self.state.losses()

    def least_lost(self) -> Floats:
        """(n_options,) as without the amount."""
        return self.state.least_lost()

    def gain(self, option: int) -> float:
        """Return the same as without the amount."""
        return self.state.gain(option)

    def loss(self, option: int) -> float:
        """Return the same as without the amount."""
        return self.state.loss(option)

    def limits(self) -> Floats:
        """(n_options,) as without the amount."""
        return self.state.limits()

    def rise(self, option: int) -> float:
        """Return the same as without the amount."""
        return self.state.rise(option)

    def limits_without(self, option: int) -> Floats:
        """(n_options,) as without the amount."""
        return self.state.limits_without(option)

    def flip(self, option: int) -> None:
        """Open an option, or close it."""
        self.state.flip(option)
