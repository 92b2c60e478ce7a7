"""The house style under one name: colours, and classes of a quantity."""

from siteplan.present.theme.classes import Classes, diverging
from siteplan.present.theme.colours import (
    ACCENT,
    FONT,
    INK,
    MUTED,
    NO_DATA,
    OWN,
    RIVAL,
)

__all__ = ["ACCENT", "FONT", "INK", "MUTED", "NO_DATA", "OWN", "RIVAL", "Classes", "diverging"]
