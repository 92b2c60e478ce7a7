"""Reason: why a study has no plan, as figures that every language puts into its own words."""

from __future__ import annotations

from typing import Any

from siteplan.study.section import Section

__all__ = ["Change", "Correction", "Figure", "Place", "Reason"]


class Figure(Section):
    """How near one limit can be met. Numbers are in few digits, on the side that can be had.

    `best` is under the other rules but those in `without`, which conflict with each other too; `beyond`, where given,
    is a number that is proven to be out of reach, else the next one is. `alone` and `alone_beyond` are the same with no
    other rule at all, given only where the rule cannot be met even so.
    """

    rule: str
    kind: str
    sense: str
    unit: str
    asked: float
    best: float | None = None
    beyond: float | None = None
    without: tuple[str, ...] = ()
    alone: float | None = None
    alone_beyond: float | None = None


class Change(Section):
    """One rule that gives way: its limit in the sense of `what`, or its minutes; no value: the rule is left out.

    `proven`: less would not do.
    """

    rule: str
    what: str
    unit: str
    asked: float
    value: float | None
    proven: bool


class Correction(Section):
    """Changes that together give a plan.

    `rules` are those of [plan] afterwards, where study.toml can say so; `worth` is the best plan found under them, as
    the figure of the study's goal, where it was searched for.
    """

    changes: tuple[Change, ...]
    rules: tuple[dict[str, Any], ...] | None = None
    worth: float | None = None


class Place(Section):
    """People of a county, or of a zone that has none, whom the best plan leaves uncovered.

    `zone` is the largest of their zones (zone_id).
    `site` is the candidate nearest to most of them that may open and has the function, and `minutes` how far it is;
    none where no such site is in reach.
    """

    rule: str
    zone: str
    city: str
    county: str
    persons: float
    site: str | None
    minutes: float | None


class Reason(Section):
    """Why there is no plan: the fewest of `n_rules` rules that conflict, and what follows.

    `proven`: no fewer conflict.
    """

    n_rules: int
    conflict: tuple[str, ...]
    proven: bool
    figures: tuple[Figure, ...] = ()
    corrections: tuple[Correction, ...] = ()
    places: tuple[Place, ...] = ()
