"""Names of the kinds of area and of their levels."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.evaluate.catchments import levels_of
from siteplan.present.numbers import exact
from siteplan.present.sentences import percent
from siteplan.present.words import N_, gettext_for
from siteplan.study import Study
from siteplan.tradearea.catchment import Kind

__all__ = ["kind_name", "legend_text", "level_text"]

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
    "probability": N_("wins at least {level}"),
    "nearest": N_("nearest to it"),
}
_LEGEND: Mapping[Kind, str] = {
    "customer_share": N_("selected: {levels} of sales"),
    "drive_time": N_("selected: {levels} min by car"),
    "ring": N_("selected: {levels} km"),
    "probability": N_("selected: wins {levels} or more"),
    "nearest": N_("selected: nearest to it"),
}
_SHARES = ("customer_share", "probability")


def kind_name(kind: Kind, language: str) -> str:
    """Return what an area of this kind is made by."""
    return gettext_for(language)(_KINDS[kind])


def level_text(kind: Kind, level: float, language: str) -> str:
    """Return what a level says of its zones."""
    return gettext_for(language)(_LEVELS[kind]).format(level=_number(kind, level, language))


def legend_text(study: Study, kind: Kind, language: str) -> str:
    """Return what the lines on the map are, the innermost first: it is the boldest."""
    _ = gettext_for(language)
    levels = levels_of(study, kind)
    numbers = [exact(level * 100 if kind in _SHARES else level, _decimals(level)) for level in levels]
    listed = _(", ").join(numbers) + (percent(0.0, language, 0).lstrip("0") if kind in _SHARES else "")
    return _(_LEGEND[kind]).format(levels=listed)


def _number(kind: Kind, level: float, language: str) -> str:
    return percent(level, language, 0) if kind in _SHARES else exact(level, _decimals(level))


def _decimals(level: float) -> int:
    return 0 if float(level).is_integer() or level < 1 else 1
