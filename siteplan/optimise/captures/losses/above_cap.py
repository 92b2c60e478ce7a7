"""AboveCap: what sites lose on what they win above their caps - as zones, one a site, that are worth minus that."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import scipy.sparse as sp

from siteplan.errors import Problem
from siteplan.optimise.captures.capture import Capture
from siteplan.optimise.captures.huff import HuffCapture
from siteplan.optimise.captures.losses.capped_state import CappedState
from siteplan.optimise.captures.losses.scaled_pulls import ScaledPulls
from siteplan.optimise.captures.losses.site_losses import SiteLosses
from siteplan.optimise.captures.losses.takers import renamed, takers
from siteplan.optimise.captures.sparse import row_of, summed, taken_from
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["AboveCap"]


@dataclass(frozen=True, eq=False)
class AboveCap(Capture):
    """Minus the demand that sites win by Huff's shares above their caps, at rates; a zone here is a site with a cap.

    An open site o wins g_o(y) = sum over zones of w u_o / (E + C + u_o + sum of u_p y_p over the others p), which is
    convex in the others. What it is worth here, min(0, cap_o - g_o), is concave, and as a set function of the others a
    truncated submodular one: they only relieve it. Where o is closed it is worth nothing; with M_o = g_o(0) - cap_o

        r_o min(0, M_o (1 - y_o) + cap_o - g_o(y))

    is concave and exact at every plan. Own sites that stay have no such term, since they are always open. Any convex
    loss on what a site wins is a sum of these: sales above a capacity, smaller margins, a payout above its guarantee.

    Parameters
    ----------
    shares : HuffCapture
        Shares on the zones and options of the problem.
    caps : (n_options,), or (n_pieces, n_options)
        In the unit of the shares' weights; infinite where there is none. Several make a loss in several pieces.
    own_utility : sparse (n_zones, n_facilities), optional
        Utilities of own facilities that stay, which are part of the shares' `own`.
    own_caps : (n_facilities,) or (n_pieces, n_facilities), optional
        Their caps, likewise.
    rates, own_rates : alike, optional
        What is lost on each unit above the cap, from 0; all of it, 1, if left out.
    least : (n_options,), optional
        What each option wins in every plan that opens it: what it loses of that is lost with y_o in any case.
    winner : (n_options,) int, optional
        The option that wins what each loses a part of, itself if left out. Others pull nothing (see Vintages).
    near : csr (n_options, n_options), optional
        Stored where both options pull on a zone, if that is known.
    """

    tightest = False

    shares: HuffCapture
    caps: Floats
    own_utility: sp.csr_array | None = None
    own_caps: Floats | None = None
    rates: Floats | None = None
    own_rates: Floats | None = None
    least: Floats | None = None
    winner: Ints | None = None
    near: sp.csr_array | None = None

    def problems(self, n_options: int) -> list[Problem]:
        """List what is wrong with the shares, and caps and rates that cannot be."""
        found, n_own = self.shares.problems(n_options), self._own.shape[1]
        found += SiteLosses.of(self.caps, self.rates).problems(n_options, ("caps", "rates"))
        found += self._own_losses.problems(n_own, ("own_caps", "own_rates"))
        if self._own.shape[0] != self.shares.n_zones:
            what = f"utilities of {self._own.shape[0]} zones"
            found.append(Problem("capture", what, f"Give one for each of {self.shares.n_zones}", "own_utility"))
        return found

    @property
    def zones_a_group(self) -> int:
        """Every site has a bound of its own."""
        return 1

    @property
    def n_zones(self) -> int:
        """Number of sites with a cap."""
        return len(self.option)

    @cached_property
    def losses(self) -> SiteLosses:
        """Those of options, and then of facilities."""
        return SiteLosses.of(self.caps, self.rates).beside(self._own_losses)

    @cached_property
    def loser(self) -> Ints:
        """(n_sites,) the option of each site here, or the number of options plus that of the facility."""
        return np.nonzero(self._pieces)[1]

    @cached_property
    def who(self) -> Ints:
        """(n_sites,) the option, or the facility, that wins what each loses a part of."""
        if self.winner is None:
            return self.loser
        return np.append(self.winner, np.arange(self.n_options, self.losses.caps.shape[1]))[self.loser]

    @cached_property
    def option(self) -> Ints:
        """(n_sites,) option of each site here, -1 for a facility."""
        return np.where(self.loser < self.n_options, self.loser, -1)

    @property
    def n_options(self) -> int:
        """Number of options."""
        return int(self.shares.utility.shape[1])

    @property
    def n_columns(self) -> int:
        """Number of options."""
        return self.n_options

    @cached_property
    def cap(self) -> Floats:
        """(n_sites,) caps."""
        return self.losses.caps[self._pieces]

    @cached_property
    def rate(self) -> Floats:
        """(n_sites,) what each loses on a unit above its cap."""
        return self.losses.rates[self._pieces]

    @cached_property
    def most(self) -> Floats:
        """(n_sites,) what each loses where no other option opens: M at its rate."""
        return self.lost_on(self.won(np.zeros(self.n_options)))

    @cached_property
    def sure(self) -> Floats:
        """(n_sites,) what each loses at least where it opens."""
        least = np.zeros(self.losses.caps.shape[1])
        if self.least is not None:
            least[: self.n_options] = self.least
        return self.lost_on(least[self.who])

    @property
    def above_caps(self) -> AboveCap:
        """Itself."""
        return self

    @property
    def whole(self) -> AboveCap:
        """Itself: what a search asks."""
        return self

    def sites_of(self, which: Bools) -> Bools:
        """(n_sites,) which sites here are of some options and facilities (n_options + n_facilities,)."""
        return which[self.loser]

    def losing_at_least(self, lost: Floats) -> Floats:
        """(n_entries,) slopes of a bound on what sites are worth that lose so much (n_sites,) where they open."""
        return np.where(self._itself, -lost[self._row], 0.0)

    def lost_on(self, won: Floats) -> Floats:
        """(n_sites,) what each loses on what it wins."""
        return np.asarray(self.rate * np.maximum(won - self.cap, 0.0))

    @cached_property
    def reach(self) -> sp.csr_array:
        """(n_sites, n_options): where the option takes from the site, or is it."""
        who, place = np.unique(self.who, return_inverse=True)
        taken = sp.csr_array(takers(self.pulls.everyone, self.pulls.pull, who, self.near)[place])
        return renamed(taken, self.who, self.option)

    @cached_property
    def ceiling(self) -> Floats:
        """(n_sites,) nothing, for an option may stay closed; of facilities what they lose with every option open."""
        return np.where(self.option >= 0, 0.0, self.zone_values(np.ones(self.n_options)))

    def floor(self, open_: Bools) -> Floats:
        """(n_sites,) no plan that opens these is worth less."""
        return -self.lost_on(self.won(open_.astype(float)))

    def won(self, y: Floats) -> Floats:
        """(n_sites,) what each wins if it is open, beside fractions y (n_options,) of the others."""
        return self._won(y, np.unique(self.who))

    def zone_values(self, y: Floats) -> Floats:
        """(n_sites,) values of the concave extension."""
        opens = self._opens(y)
        worth = self._worth(y, self._won(y, np.unique(self.who[opens > 0])))
        return np.asarray(np.where(opens > 0, np.minimum(worth, -self.sure * opens), 0.0))

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_sites,) and slopes (n_entries,); 0 of sites that lose nothing at y, since nothing is exact."""
        values = self.zone_values(y)
        losing = np.flatnonzero(values < -self.sure * self._opens(y))  # the others lose what is sure
        who = np.unique(self.who[losing])
        won, total = self._won_of_zones(y, who)
        won.data /= total
        taken = self._along(losing, who, np.asarray((won.T @ self.pulls.pull).toarray()))
        itself = self._leaving(losing) - np.where(np.isin(np.arange(self.n_zones), losing), 0.0, self.sure)[self._row]
        slopes = np.where(self._itself, itself, taken)
        return values - summed(self._row, slopes * y[self.reach.indices], self.n_zones), slopes

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,) by how much each option relieves each open site."""
        lost = -self.zone_values(open_.astype(float))
        losing, shares = np.flatnonzero(lost > 0), self.pulls.beside(self.pulls.total(open_))
        who = np.unique(self.who[losing])
        won, _ = self._won_of_zones(open_.astype(float), who)
        return np.minimum(self._along(losing, who, np.asarray((won.T @ shares).toarray())), lost[self._row])

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,) minus what is lost at most where the option is the site itself; others are not missed."""
        losing = np.flatnonzero(self.zone_values(open_.astype(float)) < 0)
        return np.where(self._itself, self._leaving(losing), 0.0)

    def state_at(self, open_: Bools) -> CappedState:
        """Return its state at a set of open options."""
        return CappedState(self, open_, kept=0.0)

    def sales_at(self, open_: Bools) -> CappedState:
        """Return the state of all that is sold, what is lost of it taken off."""
        return CappedState(self, open_, kept=1.0)

    def among(self, options: Bools) -> AboveCap:
        """Return the same with every other option unable to open."""
        some = sp.csr_array(sp.csr_array(self.shares.utility) @ sp.diags_array(options.astype(float)))
        near = None if self.near is None else sp.csr_array(self.near @ sp.diags_array(options.astype(float)))
        return replace(self, shares=replace(self.shares, utility=some), near=near)

    @cached_property
    def pulls(self) -> ScaledPulls:
        """Who pulls how much."""
        return ScaledPulls(self.shares, self._own)

    def _won_of_zones(self, y: Floats, who: Ints) -> tuple[sp.csc_array, Floats]:
        """(n_zones, n_some) what some of them win of each zone if they are open, and what pulls there in all."""
        pulls = sp.csc_array(self.pulls.everyone[:, who])
        closed = np.repeat(1.0 - np.append(y, np.ones(self._own.shape[1]))[who], np.diff(pulls.indptr))
        total = (self.pulls.base + self.pulls.pull @ y)[pulls.indices] + pulls.data * closed
        won = self.pulls.weights[pulls.indices] * (pulls.data / total)
        return sp.csc_array((won, pulls.indices, pulls.indptr), shape=pulls.shape), total

    def _won(self, y: Floats, who: Ints) -> Floats:
        """(n_sites,) what some of them win if they are open; of the others nothing."""
        each = np.zeros(self.n_options + self._own.shape[1])
        each[who] = self._won_of_zones(y, who)[0].sum(axis=0)
        return each[self.who]

    def _along(self, sites: Ints, who: Ints, taken: Floats) -> Floats:
        """(n_entries,) what each option takes (n_some, n_options) from some of the sites, at their rates."""
        place, some = np.full(self.n_options + self._own.shape[1], -1), np.zeros(self.n_zones, dtype=bool)
        place[who], some[sites] = np.arange(len(who)), True
        out, here = np.zeros(self.reach.nnz), np.flatnonzero(some[self._row])
        row = self._row[here]
        out[here] = taken[place[self.who[row]], self.reach.indices[here]] * self.rate[row]
        return out

    def _leaving(self, sites: Ints) -> Floats:
        """(n_entries,) minus M of some of the sites."""
        least = np.zeros(self.n_zones)
        least[sites] = -self.most[sites]
        return least[self._row]

    def _opens(self, y: Floats) -> Floats:
        """(n_sites,) how far each site is open."""
        return taken_from(y, self.option, none=1.0)

    def _worth(self, y: Floats, won: Floats) -> Floats:
        """(n_sites,) what is left under the cap, and as much more as a site is closed."""
        room = np.where(self.option >= 0, self.most * (1.0 - self._opens(y)), 0.0)
        return np.asarray(room + self.rate * (self.cap - won))

    @cached_property
    def _row(self) -> Ints:
        """(n_entries,) site of each stored entry of `reach`."""
        return row_of(self.reach)

    @cached_property
    def _itself(self) -> Bools:
        """(n_entries,) whether the option is the site."""
        return np.asarray(self.option[self._row] == self.reach.indices)

    @cached_property
    def _own(self) -> sp.csr_array:
        none = sp.csr_array((self.shares.n_zones, 0))
        return none if self.own_utility is None else sp.csr_array(self.own_utility).astype(float)

    @cached_property
    def _own_losses(self) -> SiteLosses:
        none = np.full(self._own.shape[1], np.inf)
        return SiteLosses.of(none if self.own_caps is None else self.own_caps, self.own_rates)

    @cached_property
    def _pieces(self) -> Bools:
        """(n_pieces, n_options + n_facilities) which are there."""
        return np.isfinite(self.losses.caps)
