"""Check that numbers by tier, or by format, are there for every tier and format that occurs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import pandas as pd

from siteplan.data.check.decay_checks import decay_tiers
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.demand_spec import BY_YEAR, Demand

__all__ = ["key_problems"]

Tables = Mapping[str, pd.DataFrame]
REMEDY = 'Give each its number, or one as "default" for all others; 0 is a number, too.'


def key_problems(study: Study, tables: Tables) -> Iterator[Problem]:
    """Yield numbers by tier without one for a tier in which people live: none would be counted there, unsaid."""
    present = _tiers(tables.get("zones"))
    demand, given = study.demand, "vehicle_demand" in tables.get("zones", ())
    for key, by_tier in _by_tier(demand, given).items():
        for where, tier in _lacking(f"study.toml [demand.{key}]", by_tier, present):
            said = f'no number for the tier "{tier}"' if tier else "no number for zones without a tier"
            yield Problem(where, said, REMEDY)
    yield from _decay_by_tier(study, present)
    yield from _nobody_buys(demand, given)
    charging = [name for name, spec in study.formats.items() if "charging" in spec.functions]
    for where, name in _lacking("study.toml [charging.piles]", study.charging.piles, charging):
        yield Problem(where, f'no number for the format "{name}", which charges', REMEDY)


def _decay_by_tier(study: Study, present: list[str]) -> Iterator[Problem]:
    """Find tiers without a number of their own, and numbers of tiers in which nobody lives."""
    for section, by_tier in decay_tiers(study).items():
        where = f"study.toml [{section}]"
        for _, tier in _lacking(where, by_tier, present):
            said = f'no number for the tier "{tier}"' if tier else "no number for zones without a tier"
            yield Problem(where, said, 'Give each its number, or one as "default" for all others.')
        unknown = {*by_tier} - {*present, "default"} if present and not study.tiers.order else set()
        for tier in sorted(unknown):  # where there is an order, it says which tiers there are
            yield Problem(where, f'no zone has the tier "{tier}"', did_you_mean(tier, present), tier)


def _tiers(zones: pd.DataFrame | None) -> list[str]:
    """Return the tiers of zones, "" where some have none."""
    if zones is None or not len(zones):
        return []
    return sorted(set(zones["tier"].astype(str))) if "tier" in zones else [""]


def _by_tier(demand: Demand, given: bool) -> dict[str, Mapping[str, float]]:
    """Return the numbers by tier that demand goes by, by key; `given`: zones say their demand themselves."""
    idle = demand.idle(given)
    idle |= {"nev_share"} if given or demand.per_person is not None else set()
    plain = ("per_person", "ownership_per_1000_persons", "cars_per_household", "own_stock_share")
    found = {key: by for key in plain if key not in idle and (by := getattr(demand, key)) is not None}
    shares = [segment.share for segment in demand.segments if segment.share is not None]
    found |= {"segments.share": {tier: part for by in shares for tier, part in by.items()}} if shares else {}
    found |= {f"subsidies.{subsidy.name}.effect": subsidy.effect for subsidy in demand.subsidies}
    for key in BY_YEAR:
        years = {} if key in idle else getattr(demand, key)
        found |= {f"{key}.{year}" if year else key: by for year, by in years.items()}
    return found


def _nobody_buys(demand: Demand, given: bool) -> Iterator[Problem]:
    """Find numbers that leave no demand at all: every plan would be worth nothing."""
    used = _by_tier(demand, given)
    bought = ("per_person", "ownership_per_1000_persons", "cars_per_household", "nev_share")
    none = [key for key, by in used.items() if not given and key.split(".")[0] in bought and not any(by.values())]
    none += [key for key, by in used.items() if key.startswith("online_share") and all(v == 1 for v in by.values())]
    if "cars_per_1000_persons" not in demand.idle(given) and not demand.cars_per_1000_persons and not given:
        none.append("cars_per_1000_persons")
    for key in none:
        what = "with these numbers nobody buys anything at a site, in any zone"
        yield Problem("study.toml [demand]", what, "Give at least one number above 0.", key)


def _lacking(where: str, values: Mapping[str, float], names: list[str]) -> Iterator[tuple[str, str]]:
    if "default" not in values:
        for name in names:
            if name not in values:
                yield where, name
