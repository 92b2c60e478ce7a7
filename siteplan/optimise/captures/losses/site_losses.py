r"""SiteLosses: what sites lose on what they win, a convex loss each: so much of each unit above a cap, or several.

Of a site that wins q, :math:`L(q) = \sum_k r_k \max(0, q - c_k)` is lost, with caps c and rates r from 0. Sales above a
capacity are lost whole (r = 1); a margin smaller than others' loses a part of each sale (c = 0); a payout above its
guarantee a part of those above the sales at which it is exceeded.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from siteplan.errors import Problem
from siteplan.optimise.types import Bools, Floats

__all__ = ["SiteLosses"]


@dataclass(frozen=True, eq=False)
class SiteLosses:
    """Convex losses of sites.

    Parameters
    ----------
    caps : (n_pieces, n_sites)
        In the unit of what sites win; infinite where a site has no such piece.
    rates : (n_pieces, n_sites)
        What is lost on each unit above.
    """

    caps: Floats
    rates: Floats

    @classmethod
    def of(cls, caps: Floats, rates: Floats | None) -> SiteLosses:
        """Return those of sites with one piece each (n_sites,), or several; all above is lost if no rate is given."""
        caps = np.atleast_2d(np.asarray(caps, dtype=float))
        return cls(caps, np.ones_like(caps) if rates is None else np.atleast_2d(np.asarray(rates, dtype=float)))

    @cached_property
    def bends(self) -> Bools:
        """(n_pieces, n_sites) where more of a unit is lost beyond a cap that a site can be below of."""
        return np.asarray(np.isfinite(self.caps) & (self.caps > 0) & (self.rates > 0))

    def beside(self, others: SiteLosses) -> SiteLosses:
        """Return the losses of these sites and then of others."""
        n_pieces = max(len(self.caps), len(others.caps))
        padded = [each._padded(n_pieces) for each in (self, others)]
        return SiteLosses(np.hstack([each.caps for each in padded]), np.hstack([each.rates for each in padded]))

    def reached_by(self, won: Floats) -> SiteLosses:
        """Return the same without the pieces that lose nothing where each wins no more than this (n_sites,)."""
        return SiteLosses(np.where((won > self.caps) & (self.rates > 0), self.caps, np.inf), self.rates)

    def at(self, kept: Bools) -> SiteLosses:
        """Return the pieces that are kept (n_pieces, n_sites); one that a site does not have loses nothing."""
        deep = self._padded(len(kept))
        there = kept & np.isfinite(deep.caps)
        return SiteLosses(np.where(there, deep.caps, np.where(kept, 0.0, np.inf)), np.where(there, deep.rates, 0.0))

    def lost(self, won: Floats) -> Floats:
        """(n_sites,) what is lost of what each wins (n_sites,)."""
        return np.asarray((self.rates * np.maximum(won - self.caps, 0.0)).sum(axis=0))

    def most_kept(self, won: Floats) -> Floats:
        """(n_sites,) the most that each keeps if it wins no more than this: at a cap, where more only loses."""
        tried = np.vstack([np.minimum(self.caps, won), won])
        return np.asarray(np.max([each - self.lost(each) for each in tried], axis=0))

    def problems(self, n_sites: int, names: tuple[str, str]) -> list[Problem]:
        """List what cannot be, under the names of caps and rates."""
        return [
            p
            for name, values in zip(names, (self.caps, self.rates), strict=True)
            for p in _wrong(name, values, n_sites)
        ]

    def _padded(self, n_pieces: int) -> SiteLosses:
        rows = ((0, n_pieces - len(self.caps)), (0, 0))
        return SiteLosses(np.pad(self.caps, rows, constant_values=np.inf), np.pad(self.rates, rows))


def _wrong(name: str, values: Floats, n_sites: int) -> list[Problem]:
    if values.shape[1:] != (n_sites,):
        return [Problem("capture", f"shape {values.shape}", f"Give {n_sites} numbers", name)]
    if not bool((values >= 0).all()) or (name.endswith("rates") and not bool(np.isfinite(values).all())):
        return [Problem("capture", f"{name} are NaN or negative", "Give numbers from 0", name)]
    return []
