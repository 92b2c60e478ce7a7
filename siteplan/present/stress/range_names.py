"""Assumptions with a range: what people call them, with the label and the reason that their planner wrote."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from siteplan.present.model_text.assumptions import comments_in
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study
from siteplan.study.uncertain.factor_spec import FACTOR_SECTION

__all__ = ["assumption_name", "label_of", "reasons"]

_NAMES: Mapping[str, str] = {
    "demand.factor": N_("Demand (factor)"),
    "trade_area.rival_factor": N_("Competitors (factor)"),
    "trade_area.outside": N_("Outside option (outside)"),
    "trade_area.rate": N_("Decay with minutes (rate)"),
}
_FACTORS: Mapping[str, str] = {
    "demand": N_("Demand (factor)"),
    "rivals": N_("Competitors (factor)"),
    "outside": N_("Outside option (factor)"),
    "decay": N_("Decay with minutes (factor)"),
    "margin": N_("Margin (factor)"),
    "rent": N_("Rents (factor)"),
    "ramp_up": N_("Ramp-up (factor)"),
    "capex": N_("Investment (factor)"),
    "staff_cost": N_("Cost of staff (factor)"),
}
_LABEL = re.compile(r"\[([SDA])(?=[\]:])")


def assumption_name(study: Study, path: Sequence[str], reader: Reader) -> str:
    """Return what people call an assumption: its planner's name, the program's, else its keys."""
    if path[0] == FACTOR_SECTION:
        return _factor_name(study, path, reader)
    name = ".".join(path)
    if name == "trade_area.rate" and any(spec.rate is not None for spec in study.formats.values()):
        return reader.gettext("Decay with minutes (rate; rates of formats' own in proportion)")
    return reader.gettext(_NAMES[name]) if name in _NAMES else name


def reasons(study: Study) -> dict[tuple[str, ...], tuple[str, str]]:
    """Return label (S, D, A; "" without) and reason of each range: its `source`, or the note beside its figure."""
    notes = comments_in(study.folder / "study.toml")
    told = {limits.path: limits.source for limits in study.ranges}
    told |= {limits.path: _beside(limits.path, notes) for limits in study.figure_ranges}
    return {path: (label_of(text), text) for path, text in told.items()}


def _factor_name(study: Study, path: Sequence[str], reader: Reader) -> str:
    given = next((limits.name for limits in study.ranges if limits.path == tuple(path)), "")
    _, name, *formats = path
    called = reader.gettext(_FACTORS[name])
    if given or not formats:
        return given or called
    among = reader.gettext(", ").join(map(reader.format_name, formats))
    return reader.gettext("{what}: {formats}").format(what=called, formats=among)


def _beside(path: Sequence[str], notes: Mapping[str, str]) -> str:
    """Return the note of a figure, or that of the key within which it stands."""
    return next((notes[key] for n in range(len(path), 1, -1) if (key := ".".join(path[:n])) in notes), "")


def label_of(text: str) -> str:
    """Return the first label of a source: S, D or A; "" without."""
    found = _LABEL.search(text)
    return found[1] if found else ""
