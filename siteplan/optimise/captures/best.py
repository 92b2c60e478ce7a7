"""BestCapture: each zone goes by the best of the options that are open - the nearest, say."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.errors.params import Params, within
from siteplan.optimise.captures.best_state import BestState
from siteplan.optimise.captures.capture import Capture, Serving
from siteplan.optimise.captures.sparse import first_of_most, row_most, row_of, summed
from siteplan.optimise.tolerances import ZONE_FULL
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["BestCapture", "BestParams"]


@dataclass(frozen=True)
class BestParams(Params):
    """How captures by the best option are worked with; what plans are worth does not depend on it.

    Attributes
    ----------
    few_entries : times as many entries as some options have, from which it is quicker to put theirs in order than to
        pass over all
    entries_at_once : count; numbers that are looked at together where zones are merged
    """

    few_entries: float = within(8.0, 0.0)
    entries_at_once: int = within(4_000_000, 1)


class ZoneFill(NamedTuple):
    """Entries of the options that open at all, zone by zone, the highest rise first; fractions of those before each."""

    zone: Ints
    rise: Floats
    part: Floats
    before: Floats


class BestCapture(Capture):
    """Zone value base + max(0, rise of every open option).

    Its concave extension fills each zone with fractions of options, the best first, until they sum to 1.

    References
    ----------
    Nemhauser, G. L., Wolsey, L. A. and Fisher, M. L. (1978), An analysis of approximations for maximizing submodular
    set functions, Mathematical Programming 14.
    """

    tightest = True  # fractions cannot be shared out better than to the best first
    params = BestParams()

    @property
    @abstractmethod
    def base(self) -> Floats:
        """(n_zones,) values with none of the options open."""

    @abstractmethod
    def rises(self) -> sp.csr_array:
        """(n_zones, n_options) what each option alone adds to the base; what is not above 0 does not matter."""

    @property
    @abstractmethod
    def served(self) -> Bools:
        """(n_zones,) zones that own facilities serve."""

    @abstractmethod
    def problems(self, n_options: int) -> list[Problem]:
        """Everything that is wrong with the arrays."""

    @cached_property
    def pairs(self) -> sp.csr_array:
        """(n_zones, n_options) rises where the option can serve the zone, stored even where they are 0."""
        pairs = self.rises()
        pairs.data = np.maximum(pairs.data, 0.0)
        return pairs

    @property
    def serving(self) -> Serving:
        """Any option whose rise is known may serve the zone."""
        return Serving(self.pairs, self.served)

    @property
    def zones_a_group(self) -> int:
        """Every zone has a bound of its own: few options reach for it at once."""
        return 1

    @property
    def n_zones(self) -> int:
        """Number of zones."""
        return len(self.base)

    @property
    def reach(self) -> sp.csr_array:
        """(n_zones, n_options) rises above 0."""
        return self._rise

    @cached_property
    def ceiling(self) -> Floats:
        """(n_zones,) value with every option open."""
        return self.base + self._top(self._rise.data)

    def floor(self, open_: Bools) -> Floats:
        """(n_zones,) value with these open: more only serve better."""
        return self.zone_values(open_.astype(float))

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones,) values of the concave extension."""
        filled = self._filled(y)
        taken = np.clip(1.0 - filled.before, 0.0, filled.part)
        return self.base + summed(filled.zone, taken * filled.rise, len(self.base))

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones,) and slopes (n_entries,): rises above that of the option which fills the zone."""
        filled = self._filled(y)
        filling = (filled.before < ZONE_FULL) & (filled.before + filled.part >= ZONE_FULL)
        level = np.zeros(len(self.base))
        level[filled.zone[filling]] = filled.rise[filling]
        return self.base + level, self._above(level)

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) what each option adds to each zone beside the open ones."""
        filled, best = self._filled(open_.astype(float)), np.zeros(len(self.base))
        first = filled.before == 0
        best[filled.zone[first]] = filled.rise[first]
        return self._above(best)

    def least_losses(self, open_: Bools) -> Floats:  # noqa: ARG002  part of Capture
        """(n_entries,) lead of the best of all options over the second best; others are not missed."""
        return self._leads

    @cached_property
    def _leads(self) -> Floats:
        best = self._top(self._rise.data)
        leads = self._rise.data == best[self._row]
        second = self._top(np.where(leads, 0.0, self._rise.data))
        alone = summed(self._row, leads, len(self.base)) == 1
        return np.where(leads & alone[self._row], self._rise.data - second[self._row], 0.0)

    def state_at(self, open_: Bools) -> BestState:
        """Return its state at a set of open options."""
        return BestState(self, open_)

    def among(self, options: Bools) -> BestCapture:
        """Return the same model with every other option unable to open."""
        return _Some(self, options)

    @cached_property
    def _rise(self) -> sp.csr_array:
        rise = self.rises()
        rise.data = np.maximum(rise.data, 0.0)
        rise.eliminate_zeros()
        rise.sort_indices()
        return rise

    @cached_property
    def _row(self) -> Ints:
        return row_of(self._rise)

    @cached_property
    def _ranked(self) -> tuple[Ints, Ints, Floats]:
        """Zone, option and rise of every entry, zone by zone, the highest rise first."""
        order = np.lexsort((-self._rise.data, self._row))
        return self._row[order], self._rise.indices[order], self._rise.data[order]

    @cached_property
    def _columns(self) -> sp.csc_array:
        return sp.csc_array(self._rise)

    def _filled(self, y: Floats) -> ZoneFill:
        """Return the entries of the options that open at all, and what comes before each in its zone."""
        zones, options, rises = self._ranked
        some = self._entries(np.flatnonzero(y > 0))
        zone, part = zones[some], y[options[some]]
        sums = np.concatenate([[0.0], np.cumsum(part)])[:-1]
        first = np.diff(zone, prepend=-1) != 0
        return ZoneFill(zone, rises[some], part, sums - sums[first][np.cumsum(first) - 1])

    def _entries(self, options: Ints) -> Ints:
        """Where the entries of some options stand in the ranking, in order; of few, only theirs are looked at."""
        ends, places = self._places
        counts = np.diff(ends)[options]
        if counts.sum() * self.params.few_entries < len(places):
            before = np.cumsum(counts) - counts
            return np.sort(places[np.arange(int(counts.sum())) + np.repeat(ends[options] - before, counts)])
        is_one = np.zeros(len(ends) - 1, dtype=bool)
        is_one[options] = True
        return np.flatnonzero(is_one[self._ranked[1]])

    @cached_property
    def _places(self) -> tuple[Ints, Ints]:
        """Where the entries of each option begin, (n_options + 1,), among their places in the ranking."""
        options = self._ranked[1]
        counts = np.bincount(options, minlength=self._rise.shape[1])
        return np.concatenate([[0], np.cumsum(counts)]), np.argsort(options, kind="stable")

    def _above(self, level: Floats) -> Floats:
        """(n_entries,) by how much each rise exceeds the level (n_zones,) of its zone."""
        more = np.repeat(level, np.diff(self._rise.indptr))
        np.subtract(self._rise.data, more, out=more)
        return np.maximum(more, 0.0, out=more)

    def _top(self, entries: Floats) -> Floats:
        """(n_zones,) largest of each zone's entries, at least 0."""
        return row_most(entries, self._rise.indptr)

    def _two_best(self, open_: Bools, zones: Ints) -> tuple[Floats, Ints, Floats]:
        """Rise of the best open option of each zone, that option (-1: none), and rise of the second best."""
        some = self._rise[zones]
        data = np.where(open_[some.indices], some.data, 0.0)
        best = row_most(data, some.indptr)
        row = row_of(some)
        first = first_of_most(some, data)
        owner = np.full(len(zones), -1)
        owner[row[first]] = some.indices[first]
        data[first] = 0.0
        return best, owner, row_most(data, some.indptr)


@dataclass(frozen=True, eq=False)
class _Some(BestCapture):
    """Some of the options of another best capture."""

    whole: BestCapture
    options: Bools

    @property
    def base(self) -> Floats:
        return self.whole.base

    def rises(self) -> sp.csr_array:
        return sp.csr_array(self.whole.reach @ sp.diags_array(self.options.astype(float)))

    @property
    def served(self) -> Bools:
        return self.whole.served

    def problems(self, n_options: int) -> list[Problem]:
        return self.whole.problems(n_options)
