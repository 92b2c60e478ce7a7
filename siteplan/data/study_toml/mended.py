"""Take out of a study what is wrong, so that its tables can be checked in the same go."""

from __future__ import annotations

from copy import deepcopy
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from siteplan.data.study_toml.model_path import allowed, follow
from siteplan.study import Study

__all__ = ["mended"]

MOST_ROUNDS = 50  # all mistakes a round; taking one out may bring another to light
MIDDLE = 0.5  # neither the least nor the most that any key may be
BY_TIER = ("demand", "charging")
"""Sections whose tables of numbers need one for each tier: a wrong one that is taken out would be missed, too."""
EMPTY_RULE = {"kind": "count", "at_least": 0}  # asks nothing, and keeps the numbers of the rules after it


def mended(raw: dict[str, Any]) -> Study | None:
    """Return a study without the keys that are wrong, and with stand-ins for those that are missing.

    It is good for checking tables, never for planning. None where nothing can be saved.
    """
    left = deepcopy(raw)
    for _ in range(MOST_ROUNDS):
        try:
            return Study.model_validate(left)
        except ValidationError as error:
            mends = [_mend(left, details) for details in reversed(error.errors())]
            if not any(mends):
                return None
    return None


def _mend(raw: dict[str, Any], details: ErrorDetails) -> bool:
    """Change `raw` so that this error goes away; False where that cannot be."""
    place = follow(Study, details["loc"])
    path = place.path
    if path[:2] == ("plan", "rules") and len(path) > 2:
        raw["plan"]["rules"][path[2]] = EMPTY_RULE
        return True
    holder = _reach(raw, path[:-1])
    if not isinstance(holder, dict):
        return _drop(raw, path[:-1])
    if details["type"] == "missing":
        holder[str(path[-1])] = _stand_in(place.wanted)
        return True
    if path[0] in BY_TIER and place.model is None and place.wanted is float:
        holder[str(path[-1])] = max(MIDDLE, float(details.get("ctx", {}).get("ge", 0.0)))
        return True
    return holder.pop(path[-1], None) is not None


def _drop(raw: dict[str, Any], path: tuple[str | int, ...]) -> bool:
    holder = _reach(raw, path[:-1]) if path else None
    return isinstance(holder, dict) and holder.pop(path[-1], None) is not None


def _reach(raw: Any, path: tuple[str | int, ...]) -> Any:
    for part in path:
        try:
            raw = raw[part]
        except (KeyError, IndexError, TypeError):
            return None
    return raw


def _stand_in(wanted: Any) -> Any:
    """Return the plainest value of a type; of a list of given words all, so that none seems to be wanting."""
    if isinstance(wanted, type) and issubclass(wanted, BaseModel):
        return {"path": ""} if "path" in wanted.model_fields else {}
    if get_origin(wanted) is tuple:
        return allowed(get_args(wanted)[0])
    if get_origin(wanted) is dict:
        return {} if isinstance(get_args(wanted)[1], type) else {"default": 1}  # sections, or numbers by tier
    return "" if wanted is str else 1
