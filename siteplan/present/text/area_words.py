"""Names of the kinds of area and of their levels."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.tradearea.catchment import Kind

__all__ = ["kind_name", "label_text", "level_text"]

_KINDS: Mapping[Kind, str] = {
    "customer_share": N_("Share of its sales"),
    "drive_time": N_("Drive time"),
    "ring": N_("Distance"),
    "probability": N_("Share of a zone's demand"),
    "nearest": N_("Nearest to it"),
}
_LEVELS: Mapping[Kind, str] = {
    "customer_share": N_("{level} of its sales"),
    "drive_time": N_("within {level} min"),
    "ring": N_("within {level} km"),
    "probability": N_("{level} or more"),
    "nearest": N_("nearest to it"),
}
_LABELS: Mapping[Kind, str] = {
    "customer_share": N_("{level} of sales"),
    "drive_time": N_("{level} min"),
    "ring": N_("{level} km"),
    "probability": N_("{level} or more"),
    "nearest": N_("nearest"),
}
_SHARES = ("customer_share", "probability")


def kind_name(kind: Kind, reader: Reader) -> str:
    """Return what an area of this kind is made by."""
    return reader.gettext(_KINDS[kind])


def level_text(kind: Kind, level: float, reader: Reader) -> str:
    """Return what a level says of its zones."""
    return reader.gettext(_LEVELS[kind]).format(level=_number(kind, level, reader))


def label_text(kind: Kind, level: float, reader: Reader) -> str:
    """Return what stands at the edge of a level on the map."""
    return reader.gettext(_LABELS[kind]).format(level=_number(kind, level, reader))


def _number(kind: Kind, level: float, reader: Reader) -> str:
    return percent(level, reader, 0) if kind in _SHARES else exact(level, _decimals(level))


def _decimals(level: float) -> int:
    return 0 if float(level).is_integer() or level < 1 else 1
