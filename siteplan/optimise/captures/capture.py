"""Capture: what the zones are worth for a set of open options, and what bounds it from above."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.types import Bools, Floats, Ints

if TYPE_CHECKING:
    from siteplan.optimise.captures.huff import HuffCapture
    from siteplan.optimise.captures.losses.above_cap import AboveCap

__all__ = ["Block", "Capture", "CaptureState", "MostSold", "Serving", "Zones"]


class Serving(NamedTuple):
    """Who may serve whom where zones are allocated.

    Attributes
    ----------
    pairs : csr (n_zones, n_options)
        What the option adds to the zone, stored where it can serve it, even if that is 0.
    served : (n_zones,) zones that own facilities serve
    """

    pairs: sp.csr_array
    served: Bools


class MostSold(NamedTuple):
    """Some zones and sites are worth constant + slopes @ y at most, at every plan; `sites` (n_sites,) says which."""

    constant: float
    slopes: Floats
    sites: Bools


class CaptureState(Protocol):
    """A capture model at one set of open options. It changes in place, and back without a trace."""

    @property
    def open(self) -> Bools:
        """(n_options,) which options are open; it changes with the state."""

    def value(self) -> float:
        """Sum of the zone values."""

    def gains(self) -> Floats:
        """(n_options,) what opening each closed option adds; 0 for those that are open."""

    def losses(self) -> Floats:
        """(n_options,) what closing each open option takes; 0 for those that are closed."""

    def least_lost(self) -> Floats:
        """(n_options,) no more than the losses, of open options; quick, not exact."""

    def gain(self, option: int) -> float:
        """Return what opening one closed option adds."""

    def loss(self, option: int) -> float:
        """Return what closing one open option takes."""

    def limits(self) -> Floats:
        """(n_options,) no less than the gains, of closed options; quick, not exact."""

    def rise(self, option: int) -> float:
        """No gain rises by more if one open option closes; quicker still, and infinite where `limits_without` is."""

    def limits_without(self, option: int) -> Floats:
        """(n_options,) no less than the gains of closed options, were one open option closed; quick, not exact."""

    def flip(self, option: int) -> None:
        """Open an option that is closed, close one that is open."""


class Zones(Protocol):
    """Zone values that grow with the open options, ever more slowly (monotone and submodular): all that cuts ask.

    Each zone has a concave extension to fractions y in [0, 1], exact wherever y is 0 or 1. Slopes and gains of single
    zones come as arrays aligned with the stored entries of `reach`. A zone may also stand for an option itself, and be
    worth less once that opens (AboveCap): then the option's least loss is below 0.
    """

    @property
    def reach(self) -> sp.csr_array:
        """(n_zones, n_options): its stored entries are the pairs where the option matters to the zone."""

    @property
    def n_columns(self) -> int:
        """Number of columns of `reach`."""
        return int(self.reach.shape[1])

    @property
    def ceiling(self) -> Floats:
        """(n_zones,) no plan gives the zone more."""

    def floor(self, open_: Bools) -> Floats:
        """(n_zones,) no plan that opens these gives the zone less."""

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones,) values of the concave extension."""

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones,) and slopes (n_entries,): constant + slopes @ y' >= value at every y'."""

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) what the option would add to the zone if opened beside `open_`."""

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,) what closing an option of `open_` takes at least, whatever else is open; the rest unread."""

    def at_sites(self, site_of: Ints) -> Zones:
        """Return the same zones, knowing the site of each option (n_options,): one option of a site opens at most."""

    @property
    def tightest(self) -> bool:
        """Whether the extension is the lowest concave one: no majorant is less than `zone_values` anywhere."""

    def blocks(self) -> Sequence[Block]:
        """Return the zones in parts, one after the other, so that what has a number an entry is never large."""
        return [Block(self)]


@dataclass(frozen=True, eq=False)
class Block:
    """Some zones as cuts are made of them: over columns that stand for options, and often are these themselves.

    Attributes
    ----------
    zones : over the columns
    stands : csr (n_columns, n_options), or None
        1 where the column stands if the option opens; None where columns are options.
    weight : what a unit of the zones counts
    """

    zones: Zones
    stands: sp.csr_array | None = None
    weight: float = 1.0

    def under(self, stands: sp.csr_array, weight: float) -> Block:
        """Return the same block where its options stand by others, and count so much."""
        both = stands if self.stands is None else sp.csr_array(self.stands @ stands)
        return Block(self.zones, both, self.weight * weight)

    def columns_at(self, y: Floats) -> Floats:
        """(n_columns,) how far each column stands at y (n_options,)."""
        return y if self.stands is None else np.asarray(np.minimum(self.stands @ y, 1.0))

    @property
    def n_options(self) -> int:
        """Number of options."""
        return self.zones.n_columns if self.stands is None else int(self.stands.shape[1])

    def over_options(self, slopes: sp.csr_array) -> sp.csr_array:
        """Return slopes (n, n_columns) over the options, each unit at what it counts."""
        return slopes if self.stands is None else sp.csr_array(slopes @ self.stands) * self.weight


class Capture(Zones, Protocol):
    """A model of what zones are worth: what cuts ask, and what a search and a planner do.

    It answers for itself, so that nobody asks of which type it is; models that derive from it say only what they answer
    otherwise.
    """

    @property
    def n_zones(self) -> int:
        """Number of zones that rules speak of."""

    @property
    def zones_a_group(self) -> int:
        """How many zones it takes to be worth a bound of their own; a hint."""

    @property
    def bounded_with(self) -> Ints | None:
        """(n_zones,) numbers that zones share which are bounded together, in all periods; None: neighbours are."""
        return None

    def problems(self, n_options: int) -> list[Problem]:
        """Everything that is wrong with the arrays; empty where the model can be used."""

    def state_at(self, open_: Bools) -> CaptureState:
        """Return its state at a set of open options."""

    def at_sites(self, site_of: Ints) -> Capture:  # noqa: ARG002  for captures whose cuts are tighter for it
        """Return the same zones, knowing the site of each option (n_options,): one option of a site opens at most."""
        return self

    def among(self, options: Bools) -> Capture:
        """Return the same model with every other option unable to open: smaller, and so quicker to ask."""

    @property
    def counts_nothing(self) -> bool:
        """Whether every plan is worth 0 by it, so that no cut is needed."""
        return False

    @property
    def loose(self) -> bool:
        """Whether between plans its bounds lie far above what plans are worth."""
        return False

    @property
    def added(self) -> float:
        """What it adds to every plan beside what zones are worth."""
        return 0.0

    @property
    def bare(self) -> Capture:
        """The capture without what it adds."""
        return self

    @property
    def serving(self) -> Serving | None:
        """Who may serve whom under a rule Capacity; None where a zone shares itself among all options."""
        return None

    @property
    def huff_shares(self) -> HuffCapture | None:
        """Itself, where it divides each zone by Huff's shares and counts nothing else; else None."""
        return None

    @property
    def above_caps(self) -> AboveCap | None:
        """What its sites lose, after its zones, where it is of one outlook; None where no site loses anything."""
        return None

    def components(self) -> tuple[Capture, ...]:
        """Return what is bounded apart: itself, or what is captured and then what is lost of it."""
        return (self,)

    def with_first(self, first: Capture) -> Capture:
        """Return the same with another first component."""
        return first

    def ties(self, site_of: Ints) -> tuple[sp.csr_array, Ints]:
        """Return what reaches each zone, by which neighbours are told, and the site (n_columns,) of each column."""
        return self.reach, site_of

    def periods(self) -> Sequence[Capture]:
        """Return the captures whose zones it lists one after the other: itself, or one a period."""
        return (self,)

    def outlooks(self) -> tuple[Floats, Sequence[Capture]]:
        """Return the chances (n_outlooks,) of which it is the mean, and the capture in each."""
        return np.ones(1), (self,)

    def most_sold(self, zones: Bools) -> MostSold | None:  # noqa: ARG002  for captures with caps
        """Return what no plan sells more of some zones (n_zones,); None where no site has a cap."""
        return None
