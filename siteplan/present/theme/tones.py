"""Tones, lines and type of every chart, whatever medium draws it: apart for all eyes, and in grey."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from siteplan.present.theme.colours import ACCENT, OWN

__all__ = ["EACH", "LAND", "NATIVE_SIZE", "PIXELS", "RULE", "TINT", "TODAY", "TONES", "WHITE", "Tone"]

Tone = Literal["main", "before", "other", "bound", "hidden"]

WHITE = "#FFFFFF"
TODAY = "#B6BEC9"  # what the plan stands against
RULE = "#E5E8EC"  # lines that help to read a figure off
TINT = "#CFE3E0"  # areas that something happens in: a lead time, what is not decided
EACH = "#8CC7BF"  # parts of what the main tone sums up
LAND = "#F1F3F5"
# What the plan brings, what it stands against, what is to be noticed, what nothing passes, and room below bars. In grey
# each step from the dark one to white is 1.5 and more of WCAG's contrast ratio: a test measures it.
TONES: Mapping[Tone, str] = {"main": ACCENT, "before": TODAY, "other": "#E07B2E", "bound": OWN, "hidden": WHITE}

PIXELS = 12  # of a drawing's text: it is as wide as its page, so this is close to what is printed
NATIVE_SIZE = 11  # points of text in a chart that a slide draws itself
