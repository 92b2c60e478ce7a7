"""Concatenated: the zones of several captures under each other, so that one set of cuts bounds them all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Self

import numpy as np
import scipy.sparse as sp

from siteplan.optimise.captures.capture import Block, Zones
from siteplan.optimise.types import Bools, Floats, Ints

__all__ = ["Concatenated"]


@dataclass(frozen=True, eq=False)
class Concatenated(Zones):
    """Zones of the first part, then those of the second, and so on; all on the same options."""

    parts: Sequence[Zones]

    @property
    def n_columns(self) -> int:
        """Number of columns of `reach`."""
        return self.parts[0].n_columns

    @cached_property
    def reach(self) -> sp.csr_array:
        """(n_zones of all parts, n_options)."""
        return sp.csr_array(sp.vstack([part.reach for part in self.parts], format="csr"))

    @cached_property
    def ceiling(self) -> Floats:
        """(n_zones of all parts,)."""
        return np.concatenate([part.ceiling for part in self.parts])

    def floor(self, open_: Bools) -> Floats:
        """(n_zones of all parts,)."""
        return np.concatenate([part.floor(open_) for part in self.parts])

    def zone_values(self, y: Floats) -> Floats:
        """(n_zones of all parts,)."""
        return np.concatenate([part.zone_values(y) for part in self.parts])

    def supergradient(self, y: Floats) -> tuple[Floats, Floats]:
        """Constants (n_zones of all parts,) and slopes (n_entries,)."""
        constants, slopes = zip(*(part.supergradient(y) for part in self.parts), strict=True)
        return np.concatenate(constants), np.concatenate(slopes)

    def zone_gains(self, open_: Bools) -> Floats:
        """(n_entries,)."""
        return np.concatenate([part.zone_gains(open_) for part in self.parts])

    def least_losses(self, open_: Bools) -> Floats:
        """(n_entries,)."""
        return np.concatenate([part.least_losses(open_) for part in self.parts])

    def at_sites(self, site_of: Ints) -> Self:
        """Return the same parts, knowing which options share a site."""
        return replace(self, parts=[part.at_sites(site_of) for part in self.parts])

    @property
    def tightest(self) -> bool:
        """Whether no majorant lies below the supergradient where that is made: in any part."""
        return all(part.tightest for part in self.parts)

    def blocks(self) -> list[Block]:
        """Those of each part."""
        return [block for part in self.parts for block in part.blocks()]
