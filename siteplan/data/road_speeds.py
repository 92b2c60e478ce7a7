"""Speeds of roads: given, posted, or usual for their class."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd

from siteplan.errors import N_, Note, Problem

__all__ = ["CLASS_KMH", "NOT_FOR_CARS", "class_names", "speed_problems", "speeds"]

# What a car makes in mixed traffic, junctions included, where a graph gives no speed. Assumptions.
CLASS_KMH = {
    "motorway": 90.0, "motorway_link": 50.0, "trunk": 60.0, "trunk_link": 40.0, "primary": 45.0,
    "primary_link": 35.0, "secondary": 40.0, "secondary_link": 30.0, "tertiary": 32.0, "tertiary_link": 28.0,
    "unclassified": 28.0, "residential": 22.0, "living_street": 12.0, "service": 15.0, "road": 25.0,
}  # fmt: skip
OTHER_KMH = 25.0
NOT_FOR_CARS = frozenset({
    "bridleway", "bus_guideway", "busway", "construction", "corridor", "cycleway", "elevator", "escalator",
    "footway", "path", "pedestrian", "platform", "proposed", "raceway", "steps", "track",
})  # fmt: skip
LEAST_KMH, MOST_KMH = 1.0, 300.0  # of a car on a road
KMH_OF_MPH = 1.609344
POSTED = re.compile(r"\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?![\d.eE])\s*(mph)?")


def class_names(given: Any) -> list[str]:
    """Return the classes of an edge, one or a list; what is no name is none."""
    some = given if isinstance(given, list | tuple) else [given]
    return [name for name in some if isinstance(name, str)]


def speed_problems(edges: pd.DataFrame, names: pd.Series) -> list[Problem]:
    """Return what is wrong with the speeds that edges give."""
    said = edges["speed_kph"]
    given = said.notna() & (said.astype(str) != "")
    speed = said.map(_mean)
    least = said.map(lambda value: min(map(_mean, value), default=0.0) if isinstance(value, list | tuple) else value)
    out = given & ~(speed.between(LEAST_KMH, MOST_KMH) & least.map(_mean).ge(LEAST_KMH))
    zero = out & (speed <= 0)
    found = []
    if zero.any():
        remedy = "Give km/h above 0, or leave the speed out."
        found.append(Problem("roads", "edges have a speed of 0 or less", remedy, "speed_kph", tuple(names[zero])))
    if (out & ~zero).any():
        what = f"the speed is no number from {LEAST_KMH:g} to {MOST_KMH:g} km/h"
        rows = tuple(names[out & ~zero])
        found.append(Problem("roads", what, "Give km/h, or leave the speed out.", "speed_kph", rows))
    return found


def speeds(edges: pd.DataFrame, names: pd.Series) -> tuple[pd.Series, list[Note]]:
    """Return km/h of edges: given, else posted, else that of their class; with notes of what was not given plainly.

    A class that has no speed here, and a road whose posted one cannot be, take the mean of those posted in the class.
    """
    given, posted = edges["speed_kph"].map(_mean), edges["maxspeed"].map(_posted)
    usable = posted.where(posted.between(LEAST_KMH, MOST_KMH))
    first = edges["highway"].map(lambda value: (class_names(value) or ["road"])[0])
    seen, usual = usable.groupby(first).transform("mean"), first.map(CLASS_KMH)
    spoilt = posted.notna() & usable.isna()  # it has a limit, only which one is lost: that of its like is nearest
    of_class = usual.where(~(spoilt & seen.notna()), seen).fillna(seen).fillna(OTHER_KMH)
    found = given.fillna(usable).fillna(of_class).astype(float)
    return found, _notes(edges, names, given, posted, usable)


def _notes(edges: pd.DataFrame, names: pd.Series, given: pd.Series, posted: pd.Series, usable: pd.Series) -> list[Note]:
    notes = []
    lists = edges["speed_kph"].map(lambda value: isinstance(value, list | tuple))
    if lists.any():
        text = N_("edges give a list of speeds; their mean was taken: {n:,}")
        notes.append(Note("roads", text, "speed_kph", tuple(names[lists]), {"n": int(lists.sum())}))
    odd = given.isna() & posted.notna() & usable.isna()
    if odd.any():
        text = N_(
            "a posted speed of 0, or one no car drives, was not used, but that of roads of its class: {n:,} edges"
        )
        notes.append(Note("roads", text, "maxspeed", tuple(names[odd]), {"n": int(odd.sum())}))
    by_class = given.isna() & usable.isna()
    if by_class.any():
        text = N_("{n:,} of {total:,} edges give no speed; that of their class of road was taken")
        notes.append(Note("roads", text, "highway", values={"n": int(by_class.sum()), "total": len(edges)}))
    return notes


def _mean(given: Any) -> float:
    """Return a number, or the mean of a list of them; NaN where it is none."""
    some = given if isinstance(given, list | tuple) else [given]
    try:
        return float(np.mean([float(part) for part in some])) if len(some) else float("nan")
    except (TypeError, ValueError, OverflowError):
        return float("nan")


def _posted(given: Any) -> float:
    """Return km/h of a speed limit as OpenStreetMap writes it, of several that can be driven their mean; else NaN."""
    if isinstance(given, str):
        given = re.split(r"[|;,]", given)
    some = given if isinstance(given, list | tuple) else [given]
    found = [POSTED.match(str(part)) for part in some]
    kmh = [float(one[1]) * (KMH_OF_MPH if one[2] else 1) for one in found if one]
    driven = [speed for speed in kmh if LEAST_KMH <= speed <= MOST_KMH] or kmh[:1]
    return float(np.mean(driven)) if driven else float("nan")
