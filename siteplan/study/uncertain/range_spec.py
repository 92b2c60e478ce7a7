"""Between what a figure of study.toml may lie: `rate = { value = 0.08, range = [0.04, 0.12] }`."""

from __future__ import annotations

from siteplan.study.section import Section, Signed

__all__ = ["FIXED", "SECTIONS", "Range"]

SECTIONS = ("trade_area", "demand", "formats", "finance")
"""Sections of study.toml whose figures may be uncertain, or another in an outlook."""
FIXED = ("area_m2", "min_area_m2")
"""Those of a format that may not: what fits where is settled before anything is counted."""


class Range(Section):
    """The least and the most that a figure may be; the study goes by the value between them.

    Attributes
    ----------
    path : keys from the section down to the figure, as ("trade_area", "rate")
    low, high : in the figure's own unit
    """

    path: tuple[str, ...]
    low: Signed
    high: Signed

    @property
    def name(self) -> str:
        """The figure as study.toml would name it: "trade_area.rate"."""
        return ".".join(self.path)

    @property
    def ends(self) -> tuple[float, float]:
        """Both ends, the lower first."""
        return self.low, self.high
