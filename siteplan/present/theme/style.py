"""The house style under one name: colours, classes of a quantity, and numbers as people read them."""

from siteplan.present.text.numbers import NO_NUMBER, UNITS, amount, change, exact, share, share_change
from siteplan.present.theme.classes import Classes, diverging, sequential
from siteplan.present.theme.colours import (
    ACCENT,
    BREACH,
    FONT,
    INK,
    LAND,
    MUTED,
    NO_DATA,
    OWN,
    RIVAL,
    UNCOVERED,
)

__all__ = [
    "ACCENT",
    "BREACH",
    "FONT",
    "INK",
    "LAND",
    "MUTED",
    "NO_DATA",
    "NO_NUMBER",
    "OWN",
    "RIVAL",
    "UNCOVERED",
    "UNITS",
    "Classes",
    "amount",
    "change",
    "diverging",
    "exact",
    "sequential",
    "share",
    "share_change",
]
