"""One factor on figures that stand in many places: `[[ranges]] of = "margin", low = 0.8, high = 1.2`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from siteplan.study.format_spec import Format
from siteplan.study.section import Names, NonNegative, Section

__all__ = ["FACTORS", "FACTOR_SECTION", "FactorRange", "carrying", "scaled_format", "within_limits"]

Factor = Literal["demand", "rivals", "outside", "decay", "margin", "rent", "ramp_up", "capex", "staff_cost"]
FACTOR_SECTION = "ranges"
"""First key of the path of a factor, as `[[ranges]]` of study.toml: ("ranges", "margin", "mall")."""


@dataclass(frozen=True)
class Moved:
    """What a factor moves.

    Attributes
    ----------
    section : section and key of study.toml, whose figures of all tiers move alike; () of formats
    keys : of every format that the range is for
    """

    section: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    def holds(self, path: Sequence[str], formats: Sequence[str]) -> bool:
        """Whether a figure is among those of these formats that move; no formats are all."""
        if self.section:
            return tuple(path[: len(self.section)]) == self.section
        return path[0] == "formats" and path[2] in self.keys and (not formats or path[1] in formats)


FACTORS: Mapping[str, Moved] = {
    "demand": Moved(("demand", "factor")),
    "rivals": Moved(("trade_area", "rival_factor")),
    "outside": Moved(("trade_area", "outside")),
    "decay": Moved(("trade_area", "rate")),
    "margin": Moved(keys=("margin",)),
    # Rent paid is rent times this share, so that it moves with the rents of all sites, given and filled in.
    "rent": Moved(keys=("rent_share",)),
    "ramp_up": Moved(keys=("ramp_up",)),
    "capex": Moved(keys=("capex_fixed", "capex_per_m2")),
    "staff_cost": Moved(keys=("staff_cost",)),
}
UNCHECKED = ("rent_share",)  # a share of itself, but here it carries the rents


class FactorRange(Section):
    """Between what factors an assumption may lie that stands in many places; as planned is 1.

    Attributes
    ----------
    of : what moves
    format : the formats whose figures move; all if none is named
    name : what people call it; "" leaves it to the program
    source : with its label, as "[A] a fifth less or more"
    """

    of: Factor
    format: Names = ()
    low: NonNegative
    high: NonNegative
    name: str = ""
    source: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Where the factor is found, as keys: `Study.at` knows it."""
        return (FACTOR_SECTION, self.of, *self.format)

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends, the lower first."""
        return self.low, self.high

    def moves(self, path: Sequence[str]) -> bool:
        """Whether a figure is among those that the factor moves."""
        return FACTORS[self.of].holds(path, self.format)


def scaled_format(spec: Format, keys: Sequence[str], factor: float) -> Format:
    """Return a format whose figures of these keys are so many times what they were, in its modules too.

    Raises
    ------
    ValidationError
        A figure may not be that.
    """
    raw = within_limits(spec).model_dump(exclude_unset=True)
    free = {key: getattr(spec, key) for key in UNCHECKED} | {
        key: getattr(spec, key) * factor for key in keys if key in UNCHECKED
    }
    for part in (raw, *raw.get("modules", {}).values()):
        part |= {key: _times(part[key], factor) for key in keys if key in part and key not in free}
    return Format.model_validate(raw).model_copy(update=free)


def within_limits(spec: Format) -> Format:
    """Return a format that can be checked: what carries a factor is at most what it may be by itself."""
    return spec.model_copy(update={key: 1.0 for key in UNCHECKED if getattr(spec, key) > 1.0})


def carrying(spec: Format, before: Format) -> Format:
    """Return a format with the factors that another carried."""
    return spec.model_copy(update={key: getattr(before, key) for key in UNCHECKED if getattr(before, key) > 1.0})


def _times(value: Any, factor: float) -> Any:
    if isinstance(value, list | tuple):
        return [part * factor for part in value]
    return None if value is None else value * factor
