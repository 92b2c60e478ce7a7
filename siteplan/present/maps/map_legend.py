"""What the maps' legends say, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.maps.map_sites import format_shapes
from siteplan.present.plan_text.changes import changed
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.theme.area_colours import AREA_COLOURS
from siteplan.present.theme.classes import Classes
from siteplan.present.theme.style import ACCENT, NO_DATA, OWN, RIVAL
from siteplan.present.web import Entry, LegendSection, Shape, ramp
from siteplan.study import Study

__all__ = [
    "SERVED_LAYERS",
    "candidate_section",
    "coverage_section",
    "drawn_formats",
    "format_section",
    "found_section",
    "served_section",
    "share_section",
    "site_section",
]

SERVED_LAYERS: Mapping[str, str] = {
    "all": N_("Served by: site that wins most"),
    "agent": N_("Served by: nearest agent"),
}


def coverage_section(after: pd.Series, before: pd.Series, reader: Reader) -> LegendSection:
    """Return the classes of coverage that occur with the plan and today, each with the layers that show it."""
    _ = reader.gettext
    layers = {_("Coverage with the plan"): after, _("Coverage today"): before}
    found = {name: set(classes.dropna().astype(int)) for name, classes in layers.items()}
    shown = {key: [name for name, keys in found.items() if key in keys] for key in coverage.COVERAGE}
    entries = [
        Entry(_(kind.label), kind.colour, layers=shown[key]) for key, kind in coverage.COVERAGE.items() if shown[key]
    ]
    return LegendSection(_("Coverage"), entries, [*layers])


def share_section(classes: Classes, reader: Reader) -> LegendSection:
    """Return the classes of market share, and zones where it is none."""
    _ = reader.gettext
    shares = ramp(_("Market share"), classes, "%", reader)
    layers = (_("Market share with the plan"), _("Market share today"))
    return LegendSection(shares.title, [*shares.entries, Entry(_("none"), NO_DATA)], layers)


def served_section(reader: Reader) -> LegendSection:
    """Return what the colours of service areas say: whose an area is, the sites in it tell."""
    _ = reader.gettext
    said = [_("the area of one site"), _("of another: areas that meet differ")]
    entries = [Entry(text, colour) for text, colour in zip(said, AREA_COLOURS, strict=False)]
    return LegendSection(_("Who serves whom"), entries, [_(name) for name in SERVED_LAYERS.values()])


def site_section(plan: Plan, reader: Reader) -> LegendSection:
    """Return the states of sites under a plan; of today's sites those that occur."""
    _ = reader.gettext
    of_changed = (_("Own sites closed or converted"),)
    states = {
        "converted": Entry(_("own, converted"), ACCENT, "circle", badge="dot", layers=of_changed),
        "closed": Entry(_("own, closed by the plan"), OWN, "circle", hollow=True, badge="cross", layers=of_changed),
    }
    entries = [
        Entry(_("new, larger: wins more"), ACCENT, "circle", layers=(_("New sites"),)),
        _own_entry(reader),
        *(entry for change, entry in states.items() if len(changed(plan, change))),
        Entry(_("candidate, not chosen"), ACCENT, "circle", hollow=True, layers=(_("Candidates not chosen"),)),
        _rival_entry(reader),
    ]
    return LegendSection(_("Sites"), entries)


def _own_entry(reader: Reader) -> Entry:
    """Return today's own sites, while their layer is shown."""
    _ = reader.gettext
    return Entry(_("own, today"), OWN, "circle", layers=(_("Own sites today"),))


def _rival_entry(reader: Reader) -> Entry:
    """Return competitors, while their layer is shown."""
    _ = reader.gettext
    return Entry(_("competitor"), RIVAL, "diamond", layers=(_("Rivals"),))


def candidate_section(reader: Reader) -> LegendSection:
    """Return the states of sites before there is a plan."""
    _ = reader.gettext
    entries = [
        Entry(_("candidate, larger: higher score"), ACCENT, "circle", layers=(_("Candidates"),)),
        Entry(_("candidate that fails a gate"), ACCENT, "circle", hollow=True, layers=(_("Candidates"),)),
        _own_entry(reader),
        _rival_entry(reader),
    ]
    return LegendSection(_("Sites"), entries)


def found_section(reader: Reader) -> LegendSection:
    """Return the kinds of sites that files hold."""
    _ = reader.gettext
    entries = [
        Entry(_("candidate"), ACCENT, "circle", layers=(_("Candidates"),)),
        _own_entry(reader),
        _rival_entry(reader),
    ]
    return LegendSection(_("Sites"), entries)


def format_section(study: Study, drawn: Mapping[str, Iterable[str]], reader: Reader) -> LegendSection:
    """Return the shape of each format that is drawn: `drawn` has the formats by the layer that shows them.

    A layer "" is always shown. Formats that share a shape share a line.
    """
    layers = {name: [layer for layer, formats in drawn.items() if name in set(formats)] for name in study.formats}
    by_shape: dict[Shape, list[str]] = {}
    for name, shape in format_shapes(tuple(study.formats)).items():
        if layers[name]:
            by_shape.setdefault(shape, []).append(name)
    entries = []
    for shape, names in by_shape.items():
        shown = sorted({layer for name in names for layer in layers[name]})
        label = reader.gettext(", ").join(map(reader.format_name, names))
        entries.append(Entry(label, OWN, shape, layers=() if "" in shown else shown))
    return LegendSection(reader.gettext("Formats"), entries)


def drawn_formats(candidates: pd.DataFrame, own: pd.DataFrame, reader: Reader) -> dict[str, Iterable[str]]:
    """Return the formats that sites are drawn with before there is a plan, by layer: a candidate's is its first."""
    _ = reader.gettext
    return {_("Candidates"): candidates["formats"].str[0], _("Own sites today"): own["format"]}
