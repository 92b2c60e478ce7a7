"""Draw how far people drive to formats, and what they have elsewhere, by the tier of where they live."""

from __future__ import annotations

from random import Random
from typing import Any

__all__ = ["with_reach"]


def with_reach(study: dict[str, Any], tiers: list[str], seed: int) -> None:
    """Give some formats that sell curves and a reach of their own, and half of the studies outside options by tier.

    It draws by numbers of its own: known seeds go on to draw all else that they drew.
    """
    r = Random(f"reach {seed}")
    area = study["trade_area"]
    if r.random() < 0.5:
        area["outside"] = {tiers[0]: r.choice([0, 1.5]), "default": r.choice([0, 0.5])}
    usual = {"power": 1.5, "gaussian": 0.004}.get(area["decay"], 0.1)
    for spec in study["formats"].values():
        if r.random() < 0.4 and spec["attractiveness"] and "sale" in spec["functions"]:
            spec["rate"] = r.choice([usual / 2, {tiers[-1]: usual / 3, "default": usual * 1.2}])
            if r.random() < 0.3:
                spec["max_minutes"] = r.choice([8, 20])
            if area["decay"] == "logistic":
                spec["midpoint"] = {tiers[0]: 25, "default": 12.5}
