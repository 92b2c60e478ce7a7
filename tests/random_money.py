"""Random money: who pays, when sites open and sell, payouts and growth, for studies that had none of it."""

from __future__ import annotations

from random import Random
from typing import Any

__all__ = ["with_money"]

PAYERS = ("maker", "dealer", "franchisee", "agent", "partner")


def with_money(formats: dict[str, dict[str, Any]], seed: int) -> dict[str, Any]:
    """Give formats keys of money, half of the seeds; returns the sections that belong to them.

    It draws by numbers of its own: known seeds go on to draw all else that they drew.
    """
    r = Random(f"money {seed}")
    if r.random() < 0.5:
        return {}
    for spec in formats.values():
        drawn = _of_format(r)
        sells = "sale" in spec["functions"] and spec["attractiveness"] > 0
        for_vehicles = ("payout_guarantee", "payout_share", "marketing_per_vehicle")
        spec |= {key: value for key, value in drawn.items() if sells or key not in for_vehicles}
    growth = {
        f"{line}_growth": r.choice([-0.5, 0, 0.03, 0.2]) for line in ("rent", "wage", "energy", "marketing", "margin")
    }
    margins = {"service_margin": r.choice([0, 0, 80]), "charging_margin": r.choice([0, 0.4])}
    return {
        "finance": {"price": r.choice([1, 150_000]), **margins, **{k: v for k, v in growth.items() if r.random() < 0.5}}
    }


def _of_format(r: Random) -> dict[str, Any]:
    keys = {
        "capex_paid_by": _shares(r), "opex_paid_by": _shares(r), "brands": r.choice([1, 1, 3]),
        "modular_saving": r.choice([0, 0.2, 1]), "salvage_share": r.choice([0, 0.1, 1]),
        "lead_months": r.choice([0, 5, 11]), "ramp_up": r.choice([[], [0.5], [0, 1.2, 0.9]]),
        "payout_guarantee": r.choice([0, 1e5]), "payout_share": r.choice([0, 0.01, 0.2]),
        "revenue_share": r.choice([0, 0.5, 1]),
        "energy_per_m2": r.choice([0, 250]), "marketing": r.choice([0, 5e4]),
        "marketing_per_vehicle": r.choice([0, 300]),
        "modules": {"S": {"area_m2": 60, "staff": 3}, "L": {"area_m2": 150, "capex_fixed": 1e6}},
    }  # fmt: skip
    return {key: value for key, value in keys.items() if r.random() < 0.4}


def _shares(r: Random) -> dict[str, float]:
    some = r.sample(PAYERS, r.randint(1, 3))
    weights = [r.randint(1, 9) for _ in some]
    return {payer: weight / sum(weights) for payer, weight in zip(some, weights, strict=True)}
