"""The house style under one name: colours, classes of a quantity, and numbers as people read them."""

from siteplan.present.classes import Classes, diverging, sequential
from siteplan.present.colours import (
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
from siteplan.present.numbers import NO_NUMBER, UNITS, amount, change, exact, share, share_change

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
