"""What the command line says at its end, in the language of the study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from siteplan.market import Market
from siteplan.present.text.words import gettext_for

__all__ = ["file_lines", "in_order_line", "noted", "scored_line"]


def in_order_line(market: Market, language: str) -> str:
    """Return that nothing is wrong, and how much there is."""
    text = gettext_for(language)(
        "The study is in order: {zones:,} zones, {candidates:,} candidates, {own:,} facilities, {rivals:,} competitors."
    )
    return text.format(
        zones=len(market.zones),
        candidates=len(market.candidates),
        own=len(market.facilities),
        rivals=len(market.competitors),
    )


def scored_line(n: int, out: Path, language: str) -> str:
    """Return how many candidates were scored, and where that lies."""
    text = gettext_for(language)("{n:,} candidates scored; the results lie in {folder}.")
    return text.format(n=n, folder=out)


def file_lines(files: Mapping[str, Path], language: str) -> list[str]:
    """Return where each file lies, under its name in English, side by side."""
    _ = gettext_for(language)
    names = {name: _(name) for name in files}
    width = max(map(len, names.values())) + 2
    return ["", *(f"{names[name]:<{width}}{path}" for name, path in files.items())]


def noted(notes: Iterable[str], language: str) -> list[str]:
    """Return sentences as lines that say they are notes."""
    said = gettext_for(language)("Note: {text}")
    return [said.format(text=note) for note in notes]
