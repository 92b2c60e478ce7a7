"""Random phases of a roll-out, for studies that had none."""

from __future__ import annotations

from random import Random
from typing import Any

__all__ = ["with_phases"]

STARTS = ("2027Q1", "2027Q3", "2028Q1", "2030Q2")
AT_ONCE = ("cost", "sites")  # goals that phases would not change
BUDGETS = (1e5, 3e6, 2e7, 1e9)
LIMITS: dict[str, tuple[float, ...]] = {"at_most": (0, 1, 5), "staff": (0, 30)}


def with_phases(study: dict[str, Any], seed: int) -> None:
    """Give a quarter of the seeds one to four phases, and some of their rules one of these to hold in.

    It draws by numbers of its own: known seeds go on to draw all else that they drew. What opens may take its months.
    """
    r, plan = Random(f"phases {seed}"), study["plan"]
    if r.random() < 0.75 or plan["objective"] in AT_ONCE:
        return
    starts = sorted(r.sample(STARTS, r.randint(1, len(STARTS))))
    paid = r.random() < 0.8
    phases = [{"name": f"phase {n}", "start": start} | _limits(r, paid) for n, start in enumerate(starts)]
    plan |= {"phases": phases, "carry_over": r.random() < 0.5, "explain_limit": 2, "horizon_years": r.choice([4, 10])}
    for rule in plan["rules"]:
        if rule["kind"] == "coverage" and r.random() < 0.3:
            rule["phase"] = r.choice(phases)["name"]
    for spec in study["formats"].values():
        if r.random() < 0.6:
            spec["lead_months"] = r.choice([3, 10])


def _limits(r: Random, paid: bool) -> dict[str, float]:
    some = {name: r.choice(values) for name, values in LIMITS.items() if r.random() < 0.2}
    return some | {"budget": r.choice(BUDGETS)} if paid else some
