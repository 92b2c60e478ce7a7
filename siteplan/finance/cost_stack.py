"""The cost stack: what a vehicle costs to sell, and of which lines that is made up."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from siteplan.finance.cash_flows import COSTS, CashFlows
from siteplan.finance.worth import present_value

__all__ = ["cost_stack", "earned_by_vehicle"]

STACK = ("capex", *COSTS)


def cost_stack(flows: CashFlows, rate: float) -> dict[str, NDArray[np.float64]]:
    """Return each cost line a vehicle (n_sites,): what it is worth today by what the vehicles are.

    `capex` is less salvage. NaN where nothing is sold. Their sum is the cost per vehicle: where nothing ramps up, waits
    or grows it is (capex as an annuity + running cost) / vehicles a year.
    """
    vehicles = present_value(flows.vehicles, rate)
    costs = {line: present_value(flows.lines[line], rate) for line in STACK}
    costs["capex"] = costs["capex"] - present_value(flows.lines["salvage"], rate)
    nothing = np.full(len(vehicles), np.nan)
    return {line: np.divide(cost, vehicles, out=nothing.copy(), where=vehicles > 0) for line, cost in costs.items()}


def earned_by_vehicle(flows: CashFlows, rate: float) -> NDArray[np.float64]:
    """Return the margin that a vehicle brings (n_sites,), worth today by what the vehicles are; NaN without sales.

    It is set against the cost per vehicle: where that is higher, the site costs more than its sales bring.
    """
    vehicles = present_value(flows.vehicles, rate)
    nothing = np.full(len(vehicles), np.nan)
    return np.asarray(np.divide(present_value(flows.lines["margin"], rate), vehicles, out=nothing, where=vehicles > 0))
