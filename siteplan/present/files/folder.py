"""A folder of results that is either whole or not there."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from siteplan.data.partial import part_beside, put_in_place, sweep
from siteplan.errors import OutputError

__all__ = [
    "CALIBRATION_FILES",
    "CHARGING_FILES",
    "COMPARE_FILES",
    "FORECAST_FILE",
    "FRONTIER_FILES",
    "PLAN_FILES",
    "REVIEW_FILES",
    "SCORE_FILES",
    "check_folder",
    "whole_folder",
]

PLAN_FILES = (
    "plan.json",
    "made_of.json",
    "sites.csv",
    "sites.geojson",
    "rejected.csv",
    "zones.parquet",
    "demand_steps.csv",
    "rules.csv",
    "transfers.csv",
    "trade_areas.geojson",
    "overlap.csv",
    "cash_flow.csv",
    "kpis.csv",
    "actuals.csv",
    "conflict.csv",
    "perspectives.csv",
    "site_classes.csv",
    "difficulty.csv",
    "service_areas.csv",
    "who_pays.csv",
    "service_room.csv",
    "network.csv",
    "doubts.csv",
    "phases.csv",
    "tornado.csv",
    "outlooks.csv",
    "risks.csv",
    "rivals.csv",
    "replies.csv",
    "filled_in.csv",
    "map.html",
    "map.json",
    "report.html",
    "solver.log",
    "plan_data.zip",
    "study.toml",
    "contents.json",
)
SCORE_FILES = (
    "scorecard.csv",
    "scorecard.geojson",
    "demand_steps.csv",
    "candidates.html",
    "white_space.csv",
    "white_space.geojson",
    "look_alikes.csv",
    "demand.parquet",
)
FORECAST_FILE = "forecast.csv"  # with the scores, where there is a forecast
CHARGING_FILES = ("charging.csv", "charging_zones.csv", "charging_zones.geojson")  # beside scores, with stations
FRONTIER_FILES = ("frontier.json", "frontier.csv", "frontier.html", "frontier_data.zip", "study.toml", "contents.json")
CALIBRATION_FILES = ("study.toml", "fit.json", "fit.csv", "decays.csv", "tiers.csv", "residuals.csv", "fit.html")
REVIEW_FILES = (
    "review.json",
    "review.csv",
    "review_choices.csv",
    "review_transfers.csv",
    "review.html",
    "review_map.html",
    "review_data.zip",
    "study.toml",
    "contents.json",
)
COMPARE_FILES = ("compare.html", "compare.json", "compare.csv", "compare_sites.csv")
_KNOWN = frozenset(
    {
        *COMPARE_FILES,
        *REVIEW_FILES,
        *PLAN_FILES,
        *SCORE_FILES,
        FORECAST_FILE,
        *CHARGING_FILES,
        *FRONTIER_FILES,
        *CALIBRATION_FILES,
    }
)
_MARKS = frozenset(
    {"plan.json", "scorecard.csv", "frontier.json", "fit.json", "review.json", "compare.json"}
)  # one of them is in every folder written here
_LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})  # left by file managers


def check_folder(folder: Path) -> list[str]:
    """Refuse a folder that results cannot be written to; call it before the long work.

    What a killed run left beside it is removed, or comes back; the sentences returned say so.

    Raises
    ------
    OutputError
        It is a file, holds anything but earlier results, or lies where nothing may be written.
    """
    target = folder.resolve()
    try:
        done = sweep(target, _is_ours)
        _refuse_unfit(folder, target)
    except OSError as error:  # a name too long, a folder that may not be read
        if isinstance(error, OutputError):
            raise
        raise OutputError(f"{folder} cannot hold the results: {error.strerror or error}. Name another.") from error
    return done


@contextmanager
def whole_folder(folder: str | Path) -> Iterator[Path]:
    """Give a folder to write to, and put it in the place of `folder` once all is written.

    Earlier results are replaced; if anything fails on the way, they stay as they were.

    Raises
    ------
    OutputError
        See check_folder; or the disk refused a file.
    """
    target = Path(folder).resolve()
    check_folder(Path(folder))
    try:
        with part_beside(target) as part:
            yield part
            put_in_place(part, target)
    except OSError as error:
        raise OutputError(f"The results could not be written to {folder}: {error.strerror or error}.") from error


def _refuse_unfit(folder: Path, target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise OutputError(f"{folder} is a file. Name a new folder for the results.")
    if target.exists() and not _may_replace(target):
        raise OutputError(f"{folder} holds files that are no results of siteplan. Name a new or empty folder.")
    if target.is_mount():  # it cannot be exchanged, and all of the work would be lost in the end
        raise OutputError(f"{folder} is a disk of its own. Name a folder on it, such as {folder / 'results'}.")
    home = next(parent for parent in target.parents if parent.exists())
    if not (home.is_dir() and os.access(home, os.W_OK | os.X_OK)):
        raise OutputError(f"{home} may not be written to. Name a folder elsewhere.")


def _is_ours(part: Path) -> bool:
    """Return whether a folder holds nothing but what siteplan writes, be it not yet all of it."""
    return part.is_dir() and all(entry.name in _LITTER or _is_known(entry.name) for entry in part.iterdir())


def _is_known(name: str) -> bool:
    """Of files with names that a study or a reader makes: the reply of each brand, a report in a language."""
    made = r"replies_[\w-]+\.csv|(report|site_[\w-]+)(\.[\w-]+)?\.(html|pdf|pptx|xlsx|gpkg|json)"
    return name in _KNOWN or re.fullmatch(made, name) is not None


def _may_replace(folder: Path) -> bool:
    names = {entry.name for entry in folder.iterdir()} - _LITTER
    return not names or bool(names & _MARKS and all(map(_is_known, names)))
