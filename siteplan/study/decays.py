"""Decays that a study may name: what each is called, its usual rates, and whether it has a midpoint.

How utility falls by each stands in tradearea/decay.py, a curve each.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from siteplan.errors import N_

__all__ = ["DECAYS", "DecayName"]


@dataclass(frozen=True)
class DecayKind:
    """A way in which utility may fall with minutes.

    Attributes
    ----------
    name : as study.toml has it
    title : as people read it
    usual : the rates that are usual for sites that sell cars, in minutes of driving; None where none are. Assumed [A]:
        for such sites in China no figure is published
    bends : whether it has a midpoint beside its rate
    """

    name: str
    title: str
    usual: tuple[float, float] | None = None
    bends: bool = False


_KINDS = (
    DecayKind("exponential", N_("exponential"), (0.04, 0.12)),
    DecayKind("power", N_("power"), (1.0, 2.5)),
    DecayKind("gaussian", N_("Gaussian"), (0.0005, 0.005)),
    DecayKind("logistic", N_("logistic"), bends=True),
)
DECAYS = {kind.name: kind for kind in _KINDS}
"""The kinds by their names; a calibration tries them in this order."""

if TYPE_CHECKING:
    DecayName = str
else:
    DecayName = Literal[tuple(DECAYS)]
