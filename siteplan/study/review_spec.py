"""The review of today's network: what may become of own sites, and what that costs once."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from siteplan.study.section import NonNegative, Positive, Section, Share

__all__ = ["CLOSES", "CONVERTS", "KEEP", "MOVES", "NetworkReview"]

KEEP = ("keep", "closable", "convertible", "relocatable", "free")
"""What column `keep` of facilities may say; `free` is all that the others may."""
CLOSES, CONVERTS, MOVES = (frozenset({word, "free"}) for word in KEEP[1:4])


class NetworkReview(Section):
    """What may become of today's sites, and what it costs once to close one.

    `own_sites` is what may become of those that are not frozen, whatever their column `keep` says. `lease_penalty` is
    the share of the rent of what is left of a lease, from `start`, that is due. `severance_months` are of staff cost.
    """

    own_sites: Literal["as given", "closable", "convertible", "relocatable", "free"] = "as given"
    relocate_km: Annotated[Positive, Field(le=1_000)] = 10.0
    owners_who_stay: Share = 1.0
    lease_penalty: Share = 0.0
    severance_months: Annotated[NonNegative, Field(le=120)] = 0.0
    start: date | None = None
