"""Random duties and places for owners, and own sites that may move, for studies that had none of it."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pandas as pd

__all__ = ["with_service"]

WORDS = ("keep", "closable", "convertible", "relocatable", "free")


def with_service(study: dict[str, Any], tables: Mapping[str, pd.DataFrame], seed: int) -> None:
    """Give half of the seeds a rule on who is looked after, terms of a review, and sites that may do all there is.

    It draws by numbers of its own: known seeds go on to draw all else that they drew.
    """
    r = Random(f"service {seed}")
    if r.random() < 0.5:
        return
    formats = study["formats"].values()
    for spec in formats:
        if "service" in spec["functions"] and r.random() < 0.5:
            spec["owners"] = r.choice([1, 500])
    own = tables.get("facilities.csv")
    if own is not None and len(own) and r.random() < 0.5:
        own["keep"] = [r.choice(WORDS) for _ in range(len(own))]
    study["review"] = {"own_sites": r.choice(["as given", *WORDS[1:]]), "relocate_km": r.choice([2, 50])}
    offered = sorted({function for spec in formats for function in spec["functions"]})
    study["plan"]["rules"].append(_duties(r, offered) if r.random() < 0.5 or "service" not in offered else _room(r))


def _duties(r: Random, offered: list[str]) -> dict[str, Any]:
    rule = {"kind": "duties", "function": r.choice(offered), "at_least": r.choice([0.1, 0.5, 1])}
    return rule | {"of": r.choice(["people", "owners"])} | ({"minutes": 15} if r.random() < 0.4 else {})


def _room(r: Random) -> dict[str, Any]:
    rule = {"kind": "service_room", "at_least": r.choice([0.001, 0.3, 1])}
    return rule | ({"within": r.choice(["city", "county", "tier"])} if r.random() < 0.3 else {})
