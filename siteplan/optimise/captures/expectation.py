"""MixtureCapture: what the zones are worth in expectation, on the mean of several outlooks."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import cast

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Block, Capture, CaptureState
from siteplan.optimise.captures.sparse import row_of, same_entries, with_numbers
from siteplan.optimise.tolerances import PROBABILITY_SUM
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["MixtureCapture", "MixtureState"]


@dataclass(frozen=True, eq=False)
class MixtureCapture(Capture):
    """Mean of captures on the same zones and options, weighted by the probabilities of their outlooks.

    Exact: a mean of monotone submodular functions is one, and so is the mean of their concave extensions. What is lost
    above caps is mixed likewise, each outlook's sites being the same.

    Parameters
    ----------
    captures : sequence of Capture
        One an outlook; of any model, all in the same unit.
    probabilities : (n_outlooks,)
        From 0, with the sum 1.
    """

    tightest = False  # states of the market share their options

    captures: Sequence[Capture]
    probabilities: Floats

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with the outlooks, probabilities that are none, and zones that differ."""
        chances = np.asarray(self.probabilities, dtype=float)
        if not self.captures or chances.shape != (len(self.captures),):
            what = f"{chances.size} probabilities for {len(self.captures)} captures"
            return [Problem("capture", what, "Give one probability for each outlook, at least one", "probabilities")]
        found = [problem for capture in self.captures for problem in capture.problems(n_options)]
        if not (np.isfinite(chances).all() and (chances >= 0).all() and abs(chances.sum() - 1.0) <= PROBABILITY_SUM):
            what = "values are NaN or negative, or their sum is not 1"
            found.append(Problem("capture", what, "Give probabilities", "probabilities"))
        if not found and len({len(capture.ceiling) for capture in self.captures}) > 1:
            found.append(Problem("capture", "outlooks differ in their zones", "Give all the same zones", "captures"))
        return found

    @property
    def n_columns(self) -> int:
        """Number of columns of `reach`."""
        return self.captures[0].n_columns

    @property
    def n_zones(self) -> int:
        """Number of zones."""
        return self.captures[0].n_zones

    @property
    def zones_a_group(self) -> int:
        """As many as the model wants that wants most."""
        return max(capture.zones_a_group for capture in self.captures)

    @property
    def bounded_with(self) -> Ints | None:
        """As the first outlook says."""
        return self.captures[0].bounded_with

    @cached_property
    def reach(self) -> sp.csr_array:
        """(n_zones, n_options) pairs that matter in some outlook."""
        first = self.captures[0].reach
        if self._alike:
            return with_numbers(first, np.ones(first.nnz))
        n_zones, n_options = first.shape
        rows, columns = np.divmod(self._pairs, n_options)
        starts = np.searchsorted(rows, np.arange(n_zones + 1))
        return sp.csr_array((np.ones(len(rows)), columns, starts), shape=(n_zones, n_options))

    @cached_property
    def ceiling(self) -> Floats:
        """(n_zones,) mean of the ceilings."""
        return self._mean(capture.ceiling for capture in self.captures)

    def floor(self, open_: Bools) -> Floats:
        """(n_zones,) mean of the floors."""
        return self._mean(capture.floor(open_) for capture in self.captures)

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones,) mean of the values."""
        return self._mean(capture.zone_values(y) for capture in self.captures)

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones,) and slopes (n_entries,): means of the supergradients."""
        supergradients = [capture.supergradient(y) for capture in self.captures]
        return self._mean(constants for constants, _ in supergradients), self._spread(
            slopes for _, slopes in supergradients
        )

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) means of the gains."""
        return self._spread(capture.zone_gains(open_) for capture in self.captures)

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,) means of the least losses."""
        return self._spread(capture.least_losses(open_) for capture in self.captures)

    def at_sites(self, site_of: Ints) -> MixtureCapture:
        """Return the same, knowing which options share a site; it holds the same numbers."""
        bound = replace(self, captures=[capture.at_sites(site_of) for capture in self.captures])
        for name in {"reach", "_alike", "_keys", "_pairs"} & set(self.__dict__):  # which are large, and the same
            bound.__dict__[name] = getattr(self, name)
        return bound

    def ties(self, site_of: Ints) -> tuple[sp.csr_array, Ints]:
        """Return those of the first outlook: neighbours there are neighbours in all."""
        return self.captures[0].ties(site_of)

    def blocks(self) -> list[Block]:
        """Return the means of the outlooks' blocks."""
        return self._blocks

    @cached_property
    def _blocks(self) -> list[Block]:
        first, *others = (capture.blocks() for capture in self.captures)
        if len(first) == 1 and first[0].stands is None:
            return [Block(self)]
        each = [[cast("Capture", block.zones) for block in same] for same in zip(first, *others, strict=True)]
        means = [MixtureCapture(zones, self.probabilities) for zones in each]
        return [replace(block, zones=mean) for block, mean in zip(first, means, strict=True)]

    def state_at(self, open_: Bools) -> MixtureState:
        """Return its state at a set of open options."""
        return MixtureState([capture.state_at(open_) for capture in self.captures], self._chances)

    def outlooks(self) -> tuple[Floats, Sequence[Capture]]:
        """Return the probabilities and the captures."""
        return self._chances, self.captures

    def among(self, options: Bools) -> MixtureCapture:
        """Return the same with every other option unable to open."""
        return MixtureCapture([capture.among(options) for capture in self.captures], self.probabilities)

    @cached_property
    def _chances(self) -> Floats:
        return np.asarray(self.probabilities, dtype=float)

    @cached_property
    def _alike(self) -> bool:
        """Whether the same pairs matter in all outlooks, as they do where these differ in numbers alone."""
        first, *others = (capture.reach for capture in self.captures)
        return all(same_entries(first, reach) for reach in others)

    @cached_property
    def _keys(self) -> list[Ints]:
        """Number of the pair behind each entry, outlook by outlook."""
        reaches = [capture.reach for capture in self.captures]
        return [row_of(reach) * reach.shape[1] + reach.indices for reach in reaches]

    @cached_property
    def _pairs(self) -> Ints:
        return np.unique(np.concatenate(self._keys))

    @cached_property
    def _places(self) -> list[Ints]:
        """Entry of `reach` behind each entry of each outlook."""
        return [np.searchsorted(self._pairs, keys) for keys in self._keys]

    def _mean(self, arrays: Iterable[Floats]) -> Floats:
        return _weighted(self._chances, arrays)

    def _spread(self, entries: Iterable[Floats]) -> Floats:
        """(n_entries,) means of numbers that come by the entries of each outlook."""
        if self._alike:
            return self._mean(entries)
        total = np.zeros(len(self._pairs))
        for chance, place, values in zip(self._chances, self._places, entries, strict=True):
            total[place] += chance * values
        return total


@dataclass(frozen=True, eq=False)
class MixtureState:
    """One set of open options in every outlook."""

    parts: Sequence[CaptureState]
    chances: Floats

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open."""
        return self.parts[0].open

    def value(self) -> float:
        """Mean of the values."""
        return float(self.chances @ [part.value() for part in self.parts])

    def gains(self) -> Floats:
        """(n_options,) mean gains."""
        return _weighted(self.chances, (part.gains() for part in self.parts))

    def losses(self) -> Floats:
        """(n_options,) mean losses."""
        return _weighted(self.chances, (part.losses() for part in self.parts))

    def least_lost(self) -> Floats:
        """(n_options,) means of the lower limits."""
        return _weighted(self.chances, (part.least_lost() for part in self.parts))

    def gain(self, option: int) -> float:
        """Return the mean gain of one option."""
        return float(self.chances @ [part.gain(option) for part in self.parts])

    def loss(self, option: int) -> float:
        """Return the mean loss of one option."""
        return float(self.chances @ [part.loss(option) for part in self.parts])

    def limits(self) -> Floats:
        """(n_options,) means of the upper limits."""
        return _weighted(self.chances, (part.limits() for part in self.parts))

    def rise(self, option: int) -> float:
        """Return the mean of the most that gains rise by."""
        return float(self.chances @ [part.rise(option) for part in self.parts])

    def limits_without(self, option: int) -> Floats:
        """(n_options,) means of the upper limits."""
        return _weighted(self.chances, (part.limits_without(option) for part in self.parts))

    def flip(self, option: int) -> None:
        """Open an option in every outlook, or close it."""
        for part in self.parts:
            part.flip(option)


def _weighted(chances: Floats, arrays: Iterable[Floats]) -> Floats:
    """Sum of the arrays, each times its chance."""
    return np.asarray(sum(chance * array for chance, array in zip(chances.tolist(), arrays, strict=True)))
