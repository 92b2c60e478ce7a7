"""The own sites of a network by format and ownership, each with what it wins and how far every zone is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack

from siteplan.formulate.network import Network
from siteplan.tradearea import shares
from siteplan.travel import TravelMatrix

__all__ = ["OwnNetwork", "own_network", "won_today"]

ABOUT = ["name", "city", "county", "tier", "format"]


@dataclass(frozen=True)
class OwnNetwork:
    """A network's own sites: those that stay in every plan, then the open options.

    Attributes
    ----------
    sites : DataFrame, numbered from 0
        site_id, name, city, county, tier, format, ownership, change ("stays", "kept", "new", "converted"), won
        (demand won, vehicles/year, whether it can be sold or not), agent (whether other formats stand under its own).
    minutes : TravelMatrix (n_zones, n_sites)
    shares : csr_array (n_zones, n_sites)
        Of each zone's demand.
    demand : Series by zone_id
        Vehicles/year.
    """

    sites: pd.DataFrame
    minutes: TravelMatrix
    shares: csr_array
    demand: pd.Series

    @property
    def is_new(self) -> NDArray[np.bool_]:
        """Which sites open or convert (n_sites,)."""
        return self.sites["change"].isin(["new", "converted"]).to_numpy(dtype=bool)


def own_network(network: Network) -> OwnNetwork:
    """Return the own sites of a network under the full model."""
    ground, opened = network.ground, network.opened
    model, travel = ground.model, ground.travel
    split = shares(model, network.is_open)
    won = csr_array(hstack([split.own, split.options[:, np.flatnonzero(network.is_open)]], format="csr"))
    staying = pd.DataFrame(ground.facilities).assign(change="stays", site_id=ground.facilities.index)
    tables = [pd.DataFrame(table)[["site_id", *ABOUT, "change"]] for table in (staying, opened)]
    sites = pd.concat(tables, ignore_index=True)
    formats = ground.study.formats
    above = {spec.under for spec in formats.values()} - {""}
    minutes = travel.fixed.beside(travel.decision.to(opened["site_id"]))
    return OwnNetwork(
        sites.assign(
            ownership=[formats[name].ownership for name in sites["format"]],
            won=np.asarray(model.demand.to_numpy(dtype=float) @ won, dtype=float),
            agent=sites["format"].isin(above),
        ),
        minutes,
        model.matrix_by_zone(won),
        model.by_zone(model.demand),
    )


def won_today(before: Network) -> pd.Series:
    """Return the demand that each of today's sites wins (site_id), whether it can sell it or not."""
    sites = own_network(before).sites
    return pd.Series(sites["won"].to_numpy(dtype=float), index=pd.Index(sites["site_id"], name="site_id"))
