"""What the command line says at its end, in the language of the study."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from siteplan.market import Market
from siteplan.present.text.reader import Reader

__all__ = ["file_lines", "in_order_line", "noted", "scored_line"]


def in_order_line(market: Market, reader: Reader) -> str:
    """Return that nothing is wrong, and how much there is."""
    text = reader.gettext(
        "The study is in order. Zones: {zones:,}; candidates: {candidates:,}; own sites: {own:,}; "
        "competitors: {rivals:,}."
    )
    return text.format(
        zones=len(market.zones),
        candidates=len(market.candidates),
        own=len(market.facilities),
        rivals=len(market.competitors),
    )


def scored_line(n: int, out: Path, reader: Reader) -> str:
    """Return how many candidates were scored, and where that lies."""
    text = reader.gettext("{n:,} candidates scored; the results are in {folder}.")
    return text.format(n=n, folder=out)


def file_lines(files: Mapping[str, Path], reader: Reader) -> list[str]:
    """Return where each file lies, under its name in English, side by side."""
    _ = reader.gettext
    names = {name: _(name) for name in files}
    width = max(map(len, names.values())) + 2
    return ["", *(f"{names[name]:<{width}}{path}" for name, path in files.items())]


def noted(notes: Iterable[str], reader: Reader) -> list[str]:
    """Return sentences as lines that say they are notes."""
    said = reader.gettext("Note: {text}")
    return [said.format(text=note) for note in notes]
