"""EntryPrice: what is known of the price at which a closed option opens."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from siteplan.optimise.types import Bools

__all__ = ["EntryPrice", "Verdict"]


class Verdict(StrEnum):
    """What is known of an entry price.

    EXACT: it is `opens_at`. BETWEEN: it lies between the two figures. UNDECIDED: they lie too far apart to say much.
    NEVER: not even at no cost is a plan with the option better. ANY: no rule and no objective asks its price, and a
    plan with it is better. RULED_OUT: its status or its site forbids it.
    """

    EXACT = "exact"
    BETWEEN = "between"
    UNDECIDED = "undecided"
    NEVER = "never"
    ANY = "any"
    RULED_OUT = "ruled out"


@dataclass(frozen=True)
class EntryPrice:
    """What it takes for one closed option to open.

    Attributes
    ----------
    price : what it costs
    opens_at : a price at which `plan`, which opens it, meets every rule and is worth more than the plan without it;
        NaN where none was found
    never_above : no plan that opens it at a higher price is worth more; infinite where that is not known
    lacks : what the best plan found with it at its own price is worth less than the plan; NaN where none was found
    lacks_least : no plan with it at its own price is worth less by less than that
    plan : (n_options,) or None
    """

    option: int
    price: float
    verdict: Verdict
    opens_at: float = float("nan")
    never_above: float = float("inf")
    lacks: float = float("nan")
    lacks_least: float = float("-inf")
    plan: Bools | None = field(default=None, repr=False, compare=False)

    @property
    def known(self) -> bool:
        """Whether anything was found or proven."""
        return bool(np.isfinite([self.opens_at, self.never_above, self.lacks]).any())
