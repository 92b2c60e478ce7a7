"""The phases of a plan: what each decides and spends, and what stands and is won from its start on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd

from siteplan.evaluate.kpis import kpis_of
from siteplan.evaluate.over_time.nesting import Nesting
from siteplan.formulate.network import Network
from siteplan.formulate.phases.roll_out import RollOut
from siteplan.study.phases_spec import Calendar

__all__ = ["PHASES", "PlanPhases", "decisions", "plan_phases"]

PHASES = [
    "phase", "name", "from", "to", "opened", "converted", "moved", "closed", "spent", "budget", "available", "left",
    "employed", "standing", "capture", "share", "coverage", "coverage_rural",
]  # fmt: skip


@dataclass(frozen=True)
class PlanPhases:
    """A plan's phases.

    Attributes
    ----------
    table : DataFrame, a row a period, in the order of time: PHASES
        phase: its number from 1, empty where a period only begins since sites are ready that were decided on before;
        from, to: first and last quarter; opened, converted, moved, closed: sites decided on; spent, budget (what may be
        spent, contingency taken off), available (with what was carried over) and left, currency, empty without budgets;
        employed: people employed anew; standing: own sites that sell or serve; capture (vehicles/year), share, coverage
        and coverage_rural (of the headline function): of the network as it stands then, in the market of the period.
    sites : DataFrame by site_id, what is decided at each
        phase (its number), name (of the phase), format, change, opens and closes (quarters; "" where it does not),
        spent (currency), committed (an earlier plan decided on it).
    nesting : what it costs that phases build on each other; None where that was not solved in time
    """

    table: pd.DataFrame
    sites: pd.DataFrame
    nesting: Nesting | None = None

    def told(self, sites: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
        """Return sites with the phase in which each is decided on (0: in none), when it opens and closes.

        `committed` says whether an earlier plan decided on it.
        """
        when = self.sites.astype({"opens": object, "closes": object}).reindex(sites["site_id"])
        return sites.assign(
            phase=when["phase"].fillna(0).astype(int).to_numpy(),
            opens=when["opens"].fillna("").to_numpy(),
            closes=when["closes"].fillna("").to_numpy(),
            committed=when["committed"].eq(True).to_numpy(),
        )


def plan_phases(roll_out: RollOut, nesting: Nesting | None) -> PlanPhases:
    """Return the phases of a roll-out under the full model, and what it costs that they build on each other."""
    return PlanPhases(pd.DataFrame(_rows(roll_out), columns=PHASES), _decided_when(roll_out), nesting)


def _rows(roll_out: RollOut) -> list[dict[str, Any]]:
    schedules, plan = roll_out.phased.schedules, roll_out.phased.ground.study.plan
    decided, carried, rows = decisions(roll_out), 0.0, []
    for number, period in enumerate(schedules.periods):
        row = _when(schedules.calendar, number, roll_out) | _stands(roll_out, number)
        if period.phase is not None:
            mine, phase = decided[decided["phase"] == period.phase], plan.phases[period.phase]
            spent, budget = float(mine["spend"].sum()), phase.to_spend
            row |= _counts(mine) | {"spent": spent, "employed": float(mine["employed"].sum())}
            if budget is not None:
                row |= {"budget": budget, "available": budget + carried, "left": budget + carried - spent}
                carried = budget + carried - spent if plan.carry_over else 0.0
        rows.append(row)
    return rows


def decisions(roll_out: RollOut) -> pd.DataFrame:
    """Return what is decided in phases: the schedules chosen, and today's sites that close for want of one at once."""
    table, chosen = roll_out.phased.schedules.table, roll_out.chosen
    at_once = table[(table["change"] == "kept") & ~table["site"].isin(chosen["site"])]
    at_once = at_once.assign(change="closed", phase=0, until=0, spend=at_once["closing"])
    return pd.concat([chosen[chosen["phase"] >= 0], at_once])


def _decided_when(roll_out: RollOut) -> pd.DataFrame:
    """Return phase, opens and closes of every site that a plan in phases changes, by site_id."""
    calendar, decided = roll_out.phased.schedules.calendar, decisions(roll_out)
    quarters = {
        name: [calendar.quarter(month) if month >= 0 else "" for month in decided[column]]
        for name, column in (("opens", "opens"), ("closes", "until"))
    }
    options, phases = roll_out.phased.ground.options.iloc[decided["option"]], calendar.phases
    return pd.DataFrame(
        {
            "phase": decided["phase"].to_numpy() + 1,
            "name": [phases[phase].name for phase in decided["phase"]],
            "format": options["format"].to_numpy(),
            "change": decided["change"].to_numpy(),
            **quarters,
            "spent": decided["spend"].to_numpy(dtype=float),
            "committed": decided["committed"].to_numpy(dtype=bool),
        },
        index=pd.Index(options["site_id"], name="site_id"),
    )


def _when(calendar: Calendar, number: int, roll_out: RollOut) -> dict[str, Any]:
    period = roll_out.phased.schedules.periods[number]
    named = {} if period.phase is None else {"phase": period.phase + 1, "name": calendar.phases[period.phase].name}
    quarters = {"from": calendar.quarter(period.start), "to": calendar.quarter(period.end - 1)}
    return {"phase": math.nan, "name": "", **named, **quarters}


def _counts(decided: pd.DataFrame) -> dict[str, int]:
    words = {"opened": "new", "converted": "converted", "moved": "moved", "closed": "closed"}
    return {name: int((decided["change"] == word).sum()) for name, word in words.items()}


def _stands(roll_out: RollOut, number: int) -> dict[str, Any]:
    """Return what a period's network is and wins."""
    ground, standing = roll_out.phased.grounds[number], roll_out.standing[number]
    kpis = kpis_of(Network(ground, standing), Network(ground, ground.stands))
    return {
        "standing": int(np.count_nonzero(standing)) + len(ground.facilities),
        "capture": kpis.capture,
        "share": kpis.share,
        "coverage": kpis.coverage.all,
        "coverage_rural": kpis.coverage.rural,
    }
