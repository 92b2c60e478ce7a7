"""What the maps' legends say, section by section."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.maps.map_sites import format_shapes
from siteplan.present.plan_text.changes import changed
from siteplan.present.text.reader import Reader
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.theme.area_colours import AREA_COLOURS
from siteplan.present.theme.classes import Classes
from siteplan.present.theme.style import ACCENT, NO_DATA, OWN, RIVAL
from siteplan.present.web import Entry, LegendSection, ramp
from siteplan.study import Study

__all__ = [
    "candidate_section",
    "coverage_section",
    "format_section",
    "found_section",
    "served_section",
    "share_section",
    "site_section",
]


def coverage_section(classes: pd.Series, reader: Reader) -> LegendSection:
    """Return the classes of coverage that occur."""
    _ = reader.gettext
    found = set(classes.dropna().astype(int))
    kinds = [kind for key, kind in coverage.COVERAGE.items() if key in found]
    return LegendSection(_("Coverage"), [Entry(_(kind.label), kind.colour) for kind in kinds])


def share_section(classes: Classes, reader: Reader) -> LegendSection:
    """Return the classes of market share, and zones where it is none."""
    _ = reader.gettext
    shares = ramp(_("Market share"), classes, "%", reader)
    return LegendSection(shares.title, [*shares.entries, Entry(_("none"), NO_DATA)])


def served_section(reader: Reader) -> LegendSection:
    """Return what the colours of service areas say: whose an area is, the sites in it tell."""
    _ = reader.gettext
    said = [_("the area of one site"), _("of another: areas that meet differ")]
    entries = [Entry(text, colour) for text, colour in zip(said, AREA_COLOURS, strict=False)]
    return LegendSection(_("Who serves whom"), entries)


def site_section(plan: Plan, reader: Reader) -> LegendSection:
    """Return the states of sites under a plan; of today's sites those that occur."""
    _ = reader.gettext
    states = {
        "converted": Entry(_("own, converted"), ACCENT, "circle", badge="dot"),
        "closed": Entry(_("own, closed by the plan"), OWN, "circle", hollow=True, badge="cross"),
    }
    entries = [
        Entry(_("new, larger: wins more"), ACCENT, "circle"),
        Entry(_("own, today"), OWN, "circle"),
        *(entry for change, entry in states.items() if len(changed(plan, change))),
        Entry(_("candidate, not chosen"), ACCENT, "circle", hollow=True),
        Entry(_("competitor"), RIVAL, "diamond"),
    ]
    return LegendSection(_("Sites"), entries)


def candidate_section(reader: Reader) -> LegendSection:
    """Return the states of sites before there is a plan."""
    _ = reader.gettext
    entries = [
        Entry(_("candidate, larger: higher score"), ACCENT, "circle"),
        Entry(_("candidate that fails a gate"), ACCENT, "circle", hollow=True),
        Entry(_("own, today"), OWN, "circle"),
        Entry(_("competitor"), RIVAL, "diamond"),
    ]
    return LegendSection(_("Sites"), entries)


def found_section(reader: Reader) -> LegendSection:
    """Return the kinds of sites that files hold."""
    _ = reader.gettext
    entries = [
        Entry(_("candidate"), ACCENT, "circle"),
        Entry(_("own, today"), OWN, "circle"),
        Entry(_("competitor"), RIVAL, "diamond"),
    ]
    return LegendSection(_("Sites"), entries)


def format_section(study: Study, reader: Reader) -> LegendSection:
    """Return the shape of each format."""
    _ = reader.gettext
    shapes = format_shapes(tuple(study.formats))
    return LegendSection(_("Formats"), [Entry(reader.format_name(name), OWN, shape) for name, shape in shapes.items()])
