"""The own sites of a network as money needs them: what each costs and sells, and what else it earns by."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.formulate.network import Network
from siteplan.study.format_spec import COST_LINES

__all__ = ["network_sites"]

Floats = NDArray[np.float64]
COLUMNS = [
    "site_id", "name", "city", "county", "tier", "format", "change", "new", "closing", "closed", "used_m2", "employees",
    "capex", "capex_all", "opex", "opex_all", *COST_LINES,
]  # fmt: skip


def network_sites(network: Network) -> pd.DataFrame:
    """Return a row for each own site of a network, and for each that it closes, numbered from 0.

    The columns of options that money goes by; `change` is "stays" for facilities that no plan decides on; `sold`
    (mature sales, vehicles/year); where [finance] gives what they earn, `visits` (a year) of service sites, each owner
    going to the nearest with room (see service_load), and `sessions` (a day) of charging options, each counted alone
    beside today's stations.
    """
    ground = network.ground
    demand, split = ground.model.demand.to_numpy(dtype=float), network.shares
    opened = network.opened.assign(sold=(demand @ split.options)[network.is_open], closing=0.0, closed=False)
    spent = {"capex": 0.0, "capex_all": 0.0, "closing": 0.0}
    staying = ground.facilities.assign(**spent, change="stays", new=False, closed=False, sold=demand @ split.own)
    gone = ground.stands & ~ground.options["site_id"].isin(opened["site_id"]).to_numpy()
    closed = ground.options[gone].assign(change="closed", closed=True, sold=0.0)
    tables = [pd.DataFrame(table)[[*COLUMNS, "sold"]] for table in (opened, staying, closed) if len(table)]
    rows = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=[*COLUMNS, "sold"])
    n_open = len(opened) + len(staying)
    return rows.assign(**_also(network, n_open, len(rows)))


def _also(network: Network, n_open: int, n: int) -> dict[str, Floats]:
    """Return what service and charging sites do (n,), those that close nothing, as far as they earn by it."""
    ground, found = network.ground, {}
    if ground.study.finance.service_margin > 0:
        found["visits"] = np.zeros(n)
        found["visits"][:n_open] = network.service.load * ground.study.demand.service_visits
    if ground.study.finance.charging_margin > 0 and ground.charging is not None:
        found["sessions"] = np.zeros(n)
        sessions = ground.charging.options["sessions"].reindex(network.opened.index).fillna(0.0)
        found["sessions"][: len(sessions)] = sessions.to_numpy(dtype=float)
    return found
