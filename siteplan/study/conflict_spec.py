"""Conflicts between sites of one's own as study.toml states them: from which loss on, who decides, whose territory."""

from __future__ import annotations

from typing import Literal, get_args

from pydantic import Field

from siteplan.study.section import Minutes, Section, SomeShare

__all__ = ["LEVELS", "ConflictLimits"]

Level = Literal["low", "medium", "high"]
LEVELS: tuple[Level, ...] = get_args(Level)


def _usual() -> dict[Level, float]:
    return {"low": 0.1, "medium": 0.2, "high": 0.3}


class ConflictLimits(Section):
    """From which share of what a site wins today its loss to new ones is low, medium and high, and who decides then.

    `territory_minutes` is how far a site's territory goes; that of the rules of kind territory if not given.
    """

    share_lost: dict[Level, SomeShare] = Field(default_factory=_usual)
    decides: dict[Level, str] = Field(default_factory=dict)
    territory_minutes: Minutes | None = None
