"""HuffCapture: each zone divides its demand between own and rival sites by their utilities."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.errors.params import Params, within
from siteplan.optimise.captures.capture import Block, Capture
from siteplan.optimise.captures.huff_formula import HuffFormula
from siteplan.optimise.captures.huff_state import HuffState
from siteplan.optimise.captures.sparse import (
    finite_from_zero,
    pieces,
    row_most,
    row_of,
    rows_of,
    some_columns,
    summed_most,
)
from siteplan.optimise.captures.split import Pulls, split_supergradient
from siteplan.optimise.tolerances import LOSS_ROUNDING
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["HuffCapture", "HuffParams"]


@dataclass(frozen=True)
class HuffParams(Params):
    """How Huff captures are worked with; what plans are worth does not depend on it.

    Attributes
    ----------
    zones_a_group : count; zones it takes to be worth a bound of their own
    least_at_stake : part of what rivals pull, from which a zone with one option in two minds is split on it
    many_zones : count; zones of an option from which some alone are looked at one by one
    most_of_rise : part of what a gain may rise by that those make up
    entries_at_once : count; numbers that are looked at together: what it takes beside the matrix is bounded by them
    """

    zones_a_group: int = within(20, 1)
    least_at_stake: float = within(1e-9, 0.0)
    many_zones: int = within(500, 0)
    most_of_rise: float = within(0.9, 0.0, 1.0)
    entries_at_once: int = within(2_000_000, 1)


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
    site_of : (n_options,) int, optional
        Number of each option's site, of which one option opens at most; left out, each has a site of its own. What a
        plan is worth does not depend on it, only how tight cuts are.
    params : HuffParams

    References
    ----------
    Huff, D. L. (1964), Defining and estimating a trading area, Journal of Marketing 28(3).
    """

    tightest = False  # strong options in two minds promise too much

    utility: sp.csr_array | sp.csr_matrix
    rivals: Floats
    weights: Floats
    own: Floats | None = None
    site_of: Ints | None = None
    params: HuffParams = HuffParams()

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
        if self.site_of is not None and np.shape(self.site_of) != (n_options,):
            found.append(Problem("capture", "wrong length", f"Give {n_options} whole numbers", "site_of"))
        if not found and not np.any(np.asarray(self.weights) > 0):
            remedy = "Give the zones their demand: without any, every plan is worth nothing"
            found.append(Problem("capture", "all weights are zero", remedy, "weights"))
        return found

    @property
    def zones_a_group(self) -> int:
        """Shares of neighbours bend alike."""
        return self.params.zones_a_group

    @property
    def n_columns(self) -> int:
        """Number of columns of `reach`."""
        return int(self.utility.shape[1])

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
        return self.formula.values(np.asarray(self._pull @ y))

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones,) and slopes (n_entries,) of a supergradient at y.

        d/dU (E + U)/(E + U + C) = C / (E + U + C)^2; zones with one strong option in two minds are split on it.
        """
        formula, pulled = self.formula, np.asarray(self._pull @ y)
        steep = formula.weight * formula.steepness(pulled) / formula.total(pulled)
        # zones that the first to come wins are exact already
        pulls = Pulls(self._pull, formula.own, np.where(formula.rivals > 0, formula.weight, 0.0))
        return split_supergradient(pulls, y, formula.values(pulled) - steep * pulled, steep, self.params.least_at_stake)

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) what each option adds to each zone beside the open ones."""
        return self._entry_gains(np.asarray(self._pull @ open_.astype(float)))

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,) loss of each open option when as much else is open as can be (there it is smallest)."""
        pulled = np.minimum(np.asarray(self._pull @ open_.astype(float)) + self._most_pull, self._all_pull)
        entries, losses = np.flatnonzero(open_[self._pull.indices]), np.zeros(self._pull.nnz)
        losses[entries] = self._falls(pulled, row_of(self._pull)[entries], self._pull.data[entries])
        return losses

    def at_sites(self, site_of: Ints) -> HuffCapture:
        """Return the same model, knowing which options share a site; it holds the same numbers."""
        bound = replace(self, site_of=site_of)
        bound.__dict__["formula"], bound.__dict__["_pull"] = self.formula, self._pull
        return bound

    def state_at(self, open_: Bools) -> HuffState:
        """Return its state at a set of open options."""
        return HuffState(self, open_)

    def among(self, options: Bools) -> HuffCapture:
        """Return the same model with every other option unable to open."""
        if options.all():
            return self
        columns = some_columns(self.columns, options)
        part = self._part(sp.csr_array(columns), slice(None))
        part.__dict__["columns"] = columns
        return part

    def blocks(self) -> list[Block]:
        """Return the zones in parts of not many entries, one after the other; their numbers are not copied."""
        return [Block(part) for part in self._blocks]

    @cached_property
    def _blocks(self) -> list[HuffCapture]:
        pull, parts = self._pull, pieces(self._pull.indptr, self.params.entries_at_once)
        return [self] if len(parts) == 1 else [self._part(rows_of(pull, zones), zones) for zones in parts]

    def _zone_problems(self, column: str, values: Floats) -> list[Problem]:
        if np.shape(values) != (self.n_zones,):
            what = f"shape {np.shape(values)} does not fit {self.n_zones} zones"
            return [Problem("capture", what, "Give one number for each zone", column)]
        bad = Problem("capture", "values are NaN, infinite or negative", "Give finite numbers from 0", column)
        return [] if finite_from_zero(np.asarray(values)) else [bad]

    @cached_property
    def formula(self) -> HuffFormula:
        """Shares, with every pull in units of C."""
        own = np.zeros(self.n_zones) if self.own is None else np.asarray(self.own, dtype=float)
        return HuffFormula.of(np.asarray(self.rivals, dtype=float), own, np.asarray(self.weights, dtype=float))

    @cached_property
    def _pull(self) -> sp.csr_array:
        """Utilities in units of C; 1 where the first to come wins; nothing where nothing can change."""
        return self.formula.pulls(self.utility, np.asarray(self.rivals, dtype=float), self.params.entries_at_once)

    def _part(self, pull: sp.csr_array, zones: slice) -> HuffCapture:
        """Return the model of some zones with such pulls, in units of C, on them."""
        formula = self.formula
        part = HuffCapture(
            pull, formula.rivals[zones], formula.weight[zones], formula.own[zones], self.site_of, self.params
        )
        part.__dict__["_pull"] = pull  # as a cached property keeps it
        return part

    @cached_property
    def columns(self) -> sp.csc_array:
        """(n_zones, n_options): pulls, option by option."""
        return sp.csc_array(self._pull)

    @cached_property
    def strongest(self) -> Floats:
        """(n_zones,) the strongest pull on each zone."""
        return row_most(self._pull.data, self._pull.indptr)

    def gains_beside(self, pulled: Floats) -> Floats:
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
        formula = self.formula
        total = formula.total(pulled)
        gains = self._spread(total)
        gains += self._pull.data
        np.divide(self._pull.data, gains, out=gains)
        gains *= self._spread(formula.weight * formula.rivals / total)
        if formula.free.any():
            gains = np.where(self._spread(formula.free) > 0, self._spread(formula.weight * (pulled < 0.5)), gains)
        return gains

    def _spread(self, zones: Floats | Bools) -> Floats:
        """(n_entries,) the number of each entry's zone."""
        return np.asarray(np.repeat(zones, np.diff(self._pull.indptr)), dtype=float)

    def _falls(self, pulled: Floats, zones: Ints, pull: Floats) -> Floats:
        """Return what `pull` less takes from the zones, entry by entry; rounding errs to the side of less."""
        formula = self.formula
        total = formula.total(pulled)[zones]
        rest = np.maximum(total - pull, formula.own[zones] + formula.rivals[zones])
        return formula.fall(pulled[zones], zones, pull, rest + LOSS_ROUNDING * total)

    @cached_property
    def _all_pull(self) -> Floats:
        """(n_zones,) summed pull of every option."""
        return np.asarray(self._pull.sum(axis=1))

    @cached_property
    def _most_pull(self) -> Floats:
        """(n_zones,) summed pull of the strongest option of every site."""
        return self._all_pull if self.site_of is None else summed_most(self._pull, self.site_of)
