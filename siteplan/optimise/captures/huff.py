"""HuffCapture: each zone divides its demand between own and rival sites by their utilities."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.huff_state import HuffState
from siteplan.optimise.captures.sparse import (
    canonical,
    finite_from_zero,
    pieces,
    row_most,
    row_of,
    rows_of,
    some_columns,
    summed_most,
    with_entries,
)
from siteplan.optimise.captures.split import Pulls, split_supergradient
from siteplan.optimise.tolerances import LOSS_ROUNDING, STRONGEST_PULL
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["HuffCapture"]


@dataclass(frozen=True, eq=False)
class HuffCapture(Capture):
    """Demand times share: w (E + U) / (E + U + C) with U the summed utilities of the options that open.

    A zone without rivals (C = 0) gives its whole demand to own sites as soon as one of them has any utility for
    it, and nothing before: min(1, number of such options) there, which is concave and exact.

    Parameters
    ----------
    utility : sparse (n_zones, n_options)
        Huff utility of the option for the zone, >= 0; what is not stored is 0.
    rivals : (n_zones,)
        C: summed utilities of rivals and of the outside option.
    weights : (n_zones,)
        w: demand of the zone; captured demand has its unit.
    own : (n_zones,), optional
        E: summed utilities of own facilities that stay.

    References
    ----------
    Huff, D. L. (1964), Defining and estimating a trading area, Journal of Marketing 28(3).
    """

    tightest = False  # strong options in two minds promise too much

    utility: sp.csr_array | sp.csr_matrix
    rivals: Floats
    weights: Floats
    own: Floats | None = None

    @property
    def huff_shares(self) -> HuffCapture:
        """Itself."""
        return self

    def problems(self, n_options: int) -> list[Problem]:
        """Shapes that do not fit, and numbers that are none, negative or without limit."""
        if self.utility.shape[1] != n_options:
            what = f"shape {self.utility.shape} does not fit {n_options} options"
            return [Problem("capture", what, "Give one column for each option", "utility")]
        own = {} if self.own is None else {"own": self.own}
        arrays = {"rivals": self.rivals, "weights": self.weights, **own}
        found = [p for column, values in arrays.items() for p in self._zone_problems(column, values)]
        if not finite_from_zero(self.utility.data):
            remedy = "Give finite utilities from 0"
            found.append(Problem("capture", "utilities are NaN, infinite or negative", remedy, "utility"))
        if not found and not np.any(np.asarray(self.weights) > 0):
            remedy = "Give the zones their demand: without any, every plan is worth nothing"
            found.append(Problem("capture", "all weights are zero", remedy, "weights"))
        return found

    @property
    def zones_a_group(self) -> int:
        """Shares of neighbours bend alike."""
        return 20

    @property
    def n_zones(self) -> int:
        """Number of zones."""
        return int(self.utility.shape[0])

    @property
    def reach(self) -> sp.csr_array:
        """(n_zones, n_options): pull of the option on the zone; entries that cannot matter are not stored."""
        return self._pull

    @cached_property
    def ceiling(self) -> Floats:
        """(n_zones,) value with every option open."""
        return self.zone_values(np.ones(self.utility.shape[1]))

    def floor(self, open_: Bools) -> Floats:
        """(n_zones,) value with these open: more only win more."""
        return self.zone_values(open_.astype(float))

    def value(self, y: Floats | Bools) -> float:
        """Return the captured demand of all zones, at 0/1 or at fractions."""
        return float(self.zone_values(np.asarray(y, dtype=float)).sum())

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones,) captured demand of the concave extension."""
        return self._values(np.asarray(self._pull @ y))

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones,) and slopes (n_entries,) of a supergradient at y.

        d/dU (E + U)/(E + U + C) = C / (E + U + C)^2; zones with one strong option in two minds are split on it.
        """
        pulled = np.asarray(self._pull @ y)
        total = self._total(pulled)
        steep = self._weight * self._steepness(pulled) / total
        # zones that the first to come wins are exact already
        pulls = Pulls(self._pull, self._own, np.where(self._rivals > 0, self._weight, 0.0))
        return split_supergradient(pulls, y, self._values(pulled) - steep * pulled, steep)

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) what each option adds to each zone beside the open ones."""
        return self._entry_gains(np.asarray(self._pull @ open_.astype(float)))

    def least_losses(self, open_: Bools, site_of: Ints) -> Floats:
        """(n_entries,) loss of each open option when as much else is open as can be (there it is smallest)."""
        most = self._most_pull(site_of)
        pulled = np.minimum(np.asarray(self._pull @ open_.astype(float)) + most, self._all_pull)
        entries, losses = np.flatnonzero(open_[self._pull.indices]), np.zeros(self._pull.nnz)
        losses[entries] = self._falls(pulled, row_of(self._pull)[entries], self._pull.data[entries])
        return losses

    def state_at(self, open_: Bools) -> HuffState:
        """Return its state at a set of open options."""
        return HuffState(self, open_)

    def among(self, options: Bools) -> HuffCapture:
        """Return the same model with every other option unable to open."""
        if options.all():
            return self
        columns = some_columns(self._columns, options)
        part = self._part(sp.csr_array(columns), slice(None))
        part.__dict__["_columns"] = columns
        return part

    def blocks(self) -> list[HuffCapture]:
        """Return the zones in parts of not many entries, one after the other; their numbers are not copied."""
        return self._blocks

    @cached_property
    def _blocks(self) -> list[HuffCapture]:
        pull, parts = self._pull, pieces(self._pull.indptr)
        return [self] if len(parts) == 1 else [self._part(rows_of(pull, zones), zones) for zones in parts]

    def _zone_problems(self, column: str, values: Floats) -> list[Problem]:
        if np.shape(values) != (self.n_zones,):
            what = f"shape {np.shape(values)} does not fit {self.n_zones} zones"
            return [Problem("capture", what, "Give one number for each zone", column)]
        bad = Problem("capture", "values are NaN, infinite or negative", "Give finite numbers from 0", column)
        return [] if finite_from_zero(np.asarray(values)) else [bad]

    @cached_property
    def _rivals(self) -> Floats:
        """C in units of itself: 1, and 0 where there are no rivals."""
        return (np.asarray(self.rivals) > 0).astype(float)

    @cached_property
    def _own(self) -> Floats:
        """E in units of C."""
        own = np.zeros(self.n_zones) if self.own is None else np.asarray(self.own, dtype=float)
        return self._by_rivals(own, np.arange(self.n_zones))

    @cached_property
    def _weight(self) -> Floats:
        return np.asarray(self.weights, dtype=float)

    @cached_property
    def _free(self) -> Bools:
        """Zones without rivals and without own facilities: the first option that reaches them wins them."""
        return np.asarray((self._rivals == 0) & (self._own == 0))

    @cached_property
    def _pull(self) -> sp.csr_array:
        """Utilities in units of C; 1 where the first to come wins; nothing where nothing can change."""
        given = canonical(self.utility)
        data = np.empty(given.nnz)
        settled = (self._weight == 0) | ((self._rivals == 0) & (self._own > 0))
        for rows in pieces(given.indptr):
            entries = slice(given.indptr[rows.start], given.indptr[rows.stop])
            zones = np.repeat(np.arange(rows.start, rows.stop), np.diff(given.indptr[rows.start : rows.stop + 1]))
            pull = self._by_rivals(given.data[entries], zones)
            pull[settled[zones]] = 0.0
            pull[self._free[zones] & (pull > 0)] = 1.0
            data[entries] = pull
        scaled = sp.csr_array((data, given.indices, given.indptr), shape=given.shape)
        return scaled if data.all() else with_entries(scaled, data > 0)

    def _part(self, pull: sp.csr_array, zones: slice) -> HuffCapture:
        """Return the model of some zones with such pulls, in units of C, on them."""
        part = HuffCapture(pull, self._rivals[zones], self._weight[zones], self._own[zones])
        part.__dict__["_pull"] = pull  # as a cached property keeps it
        return part

    def _by_rivals(self, values: Floats, zones: Ints) -> Floats:
        """Values in units of the zone's C, where it has any; beyond STRONGEST_PULL the share is 1 to the last digit."""
        rivals = np.asarray(self.rivals, dtype=float)[zones]
        with np.errstate(over="ignore"):
            return np.minimum(values / np.where(rivals > 0, rivals, 1.0), STRONGEST_PULL)

    @cached_property
    def _columns(self) -> sp.csc_array:
        return sp.csc_array(self._pull)

    @cached_property
    def _top(self) -> Floats:
        """(n_zones,) the strongest pull on each zone."""
        return row_most(self._pull.data, self._pull.indptr)

    @cached_property
    def _contested(self) -> bool:
        return bool(self._rivals.all())

    def _total(self, pulled: Floats, zones: Ints | slice = slice(None)) -> Floats:
        """E + U + C, and 1 where that is nothing."""
        total = self._own[zones] + pulled + self._rivals[zones]
        return total if self._contested else np.where(total > 0, total, 1.0)

    def _values(self, pulled: Floats) -> Floats:
        return self._weight * np.where(self._free, np.minimum(pulled, 1.0), (self._own + pulled) / self._total(pulled))

    def _steepness(self, pulled: Floats) -> Floats:
        """C / (E + U + C); where the first to come wins: slope times total, 1 until the zone is won."""
        total = self._total(pulled)
        return np.where(self._free, np.where(pulled < 1.0, total, 0.0), self._rivals / total)

    def _gains(self, pulled: Floats) -> Floats:
        """(n_options,) gains beside what pulls the zones already."""
        gains, first = np.zeros(self._pull.shape[1]), 0
        for block in self._blocks:
            pull, here = block._pull, slice(first, first + block.n_zones)
            each = sp.csr_array((block._entry_gains(pulled[here]), pull.indices, pull.indptr), shape=pull.shape)
            gains += np.asarray(each.T @ np.ones(block.n_zones))
            first = here.stop
        return gains

    def _entry_gains(self, pulled: Floats) -> Floats:
        """(n_entries,) gains beside what pulls the zones already."""
        total = self._total(pulled)
        gains = self._spread(total)
        gains += self._pull.data
        np.divide(self._pull.data, gains, out=gains)
        gains *= self._spread(self._weight * self._rivals / total)
        if self._free.any():
            gains = np.where(self._spread(self._free) > 0, self._spread(self._weight * (pulled < 0.5)), gains)
        return gains

    def _spread(self, zones: Floats | Bools) -> Floats:
        """(n_entries,) the number of each entry's zone."""
        return np.asarray(np.repeat(zones, np.diff(self._pull.indptr)), dtype=float)

    def _rise(self, pulled: Floats, zones: Ints, pull: Floats) -> Floats:
        """Return what `pull` more adds to the zones, entry by entry."""
        total = self._total(pulled, zones)
        rise = self._rivals[zones] * pull / (total * (total + pull))
        return self._weight[zones] * (rise if self._contested else np.where(self._free[zones], pulled < 0.5, rise))

    def _first_rise(self, pulled: Floats, zones: Ints) -> Floats:
        """Return what a unit of pull adds to the zones at first."""
        total = self._total(pulled, zones)
        return self._weight[zones] * np.where(self._free[zones], pulled < 0.5, self._rivals[zones] / total / total)

    def _falls(self, pulled: Floats, zones: Ints, pull: Floats) -> Floats:
        """Return what `pull` less takes from the zones, entry by entry; rounding errs to the side of less."""
        total = self._total(pulled)[zones]
        rest = np.maximum(total - pull, self._own[zones] + self._rivals[zones])
        return self._fall(pulled[zones], zones, pull, rest + LOSS_ROUNDING * total)

    def _fall(self, pulled: Floats, zones: Ints, pull: Floats, rest: Floats) -> Floats:
        """Return what the zones lose where a total of `rest` is left without `pull`."""
        fall = self._rivals[zones] / self._total(pulled, zones) * (pull / rest)
        return np.asarray(self._weight[zones] * np.where(self._free[zones], pulled < 1.5, fall))

    @cached_property
    def _all_pull(self) -> Floats:
        """(n_zones,) summed pull of every option."""
        return np.asarray(self._pull.sum(axis=1))

    def _most_pull(self, site_of: Ints) -> Floats:
        """(n_zones,) summed pull of the strongest option of every site."""
        known = self.__dict__.get("_most")  # all cuts of a problem ask the same
        if known is None or known[0] is not site_of:
            known = self.__dict__["_most"] = (site_of, summed_most(self._pull, site_of))
        return np.asarray(known[1])
