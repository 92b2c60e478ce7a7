"""The answer of a review: what becomes of each own site in the best network, and what each choice would bring alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.evaluate.evaluate import evaluate
from siteplan.evaluate.plan import Plan
from siteplan.evaluate.review.alternatives import FREED, Alternatives, Today
from siteplan.evaluate.review.weak_sites import weak_sites
from siteplan.finance.cash_flows import cash_flows
from siteplan.formulate.outcome import Answer
from siteplan.market.one_off import ONE_OFF, days_left
from siteplan.study.phases_spec import Phase

__all__ = ["Reviewed", "review_of"]

CLOSED_ALONE = (
    "net", "to_own", "to_rivals", "to_outside", "above_capacity", "freed", *ONE_OFF, "one_off", "gain", "payback",
    "payback_why", "npv",
)  # fmt: skip
"""Figures of closing a site alone, in the table of sites with "close_" before them."""
DECISIONS = {"kept": "keep", "stays": "keep", "closed": "close", "converted": "convert"}


@dataclass(frozen=True, repr=False)
class Reviewed:
    """What becomes of today's sites.

    Attributes
    ----------
    plan : Plan
        The best network: openings and changes of own sites together, under the study's rules.
    sites : GeoDataFrame, a row for each of today's sites in the order of the table
        site_id, name, city, county, tier, format; decision (keep, close, convert, relocate), to_format and to_site;
        reason (a word, see _reason); keep (what may become of it), frozen,
        nowhere (it might move, and has no place to), lease_end, lease_days (from the start of the
        plan); sold (vehicles/year by the model), annual_sales (where it is told), capture (vehicles/year in the plan);
        running costs of today by line and in all (the company's part, currency/year), what it earns a year (currency:
        margin less payout and running costs); sales_per_m2, sales_per_head; what closing it alone brings
        (CLOSED_ALONE, NaN where it may not close); best_choice, best_option and best_npv of what might become of it
        alone; decided_npv of what is decided on (NaN where it stays); how it
        compares with those alike (see weak_sites.weak_sites).
    alternatives : Alternatives
    phases : of the study, which are asked about as one here
    """

    plan: Plan
    sites: gpd.GeoDataFrame
    alternatives: Alternatives
    phases: tuple[Phase, ...] = ()

    def __repr__(self) -> str:
        counts = self.sites["decision"].value_counts()
        told = ", ".join(f"{name} {counts.get(name, 0)}" for name in ("keep", "close", "convert", "relocate"))
        return f"<Reviewed {self.plan.study.study.name}: {told}>"


def review_of(answer: Answer, phases: Sequence[Phase] = ()) -> Reviewed:
    """Return the review that an answer makes, each site's choices counted by the full model.

    `phases` are those of the study, without which the answer was sought.
    """
    plan, today = evaluate(answer), Today(answer.ground)
    alternatives = today.alternatives()
    sites = _about(today).join(_decisions(plan, today)).join(_running(today))
    sites = sites.join(_closed(alternatives)).join(_best(alternatives)).join(weak_sites(today))
    sites["weak"] = sites["weak"].eq(True)
    sites["decided_npv"] = _decided_worth(sites, alternatives)
    sites["reason"] = [_reason(site) for _, site in sites.iterrows()]
    own = answer.ground.market.facilities
    frame = gpd.GeoDataFrame(sites.reset_index(), geometry=own.geometry.to_numpy(), crs=own.crs)
    return Reviewed(plan, frame, alternatives, tuple(phases))


def _about(today: Today) -> pd.DataFrame:
    """Return who today's sites are, and what may become of them."""
    own, study = today.ground.market.facilities, today.ground.study
    about = pd.DataFrame(own[["name", "city", "county", "tier", "format", "keep"]])
    frozen = own["frozen"].eq(True) if "frozen" in own else pd.Series(False, index=own.index)
    nowhere = own["nowhere"] if "nowhere" in own else pd.Series(False, index=own.index)
    sales = own.get("annual_sales", np.nan)
    lease = own["lease_end"] if "lease_end" in own else pd.Series(pd.NaT, index=own.index)
    left = days_left(own, study)
    return about.assign(frozen=frozen, nowhere=nowhere, lease_end=lease, lease_days=left, annual_sales=sales)


def _decisions(plan: Plan, today: Today) -> pd.DataFrame:
    """Return what becomes of each site (site_id): decision, to_format, to_site, capture."""
    case = plan.business.sites.set_index("site_id")
    own = case.loc[case.index.isin(today.ground.market.facilities.index)]
    table = pd.DataFrame({"decision": own["change"].map(DECISIONS), "to_format": own["format"], "capture": own["sold"]})
    table["to_format"] = table["to_format"].where(table["decision"] == "convert", "")
    table["to_site"] = ""
    candidates = today.ground.market.candidates
    moved = candidates[candidates["moves"] != ""] if "moves" in candidates else candidates.iloc[:0]
    for there in moved.index.intersection(case.index):
        site = moved.loc[there, "moves"]
        facts = ["relocate", case.loc[there, "format"], case.loc[there, "sold"], moved.loc[there, "place"]]
        table.loc[site, ["decision", "to_format", "capture", "to_site"]] = facts
    return table


def _running(today: Today) -> pd.DataFrame:
    """Return what each site sells, costs and earns today (site_id)."""
    sites, study = today.network.sites, today.ground.study
    parts = sites["format"].map(today.parts).to_numpy(dtype=float)
    lines = {line: sites[line].to_numpy(dtype=float) * parts for line in FREED}
    sold = sites["sold"].to_numpy(dtype=float)
    earns = cash_flows(sites.assign(new=False), study).profit[:, 1]
    table = pd.DataFrame(
        {
            "sold": sold, **lines, "opex": sum(lines.values()), "earns": earns,
            "sales_per_m2": _each(sold, sites["used_m2"]), "sales_per_head": _each(sold, sites["employees"]),
        }
    )  # fmt: skip
    return table.set_index(pd.Index(sites["site_id"], name="site_id"))


def _each(sold: NDArray[np.float64], used: pd.Series) -> NDArray[np.float64]:
    """Return sales by what is used; NaN where a site sells nothing or uses nothing."""
    amount = used.to_numpy(dtype=float)
    return np.asarray(np.divide(sold, amount, out=np.full(len(sold), np.nan), where=(amount > 0) & (sold > 0)))


def _closed(alternatives: Alternatives) -> pd.DataFrame:
    """Return the figures of closing each site alone (site_id), "close_" before their names."""
    choices = alternatives.choices
    closed = choices[choices["choice"] == "close"].set_index("site_id")
    return closed[list(CLOSED_ALONE)].add_prefix("close_")


def _best(alternatives: Alternatives) -> pd.DataFrame:
    """Return the choice of each site that is worth most alone (site_id)."""
    choices = alternatives.choices.sort_values("npv", ascending=False, kind="stable")
    best = choices.drop_duplicates("site_id").set_index("site_id")[["choice", "option", "gain", "npv"]]
    return best.add_prefix("best_")


def _decided_worth(sites: pd.DataFrame, alternatives: Alternatives) -> list[float]:
    """Return what the choice that is decided on is worth alone; NaN where a site stays."""
    choices = alternatives.choices
    keys = zip(choices["site_id"], choices["choice"], choices["format"], choices["to_site"], strict=True)
    worth = dict(zip(keys, choices["npv"].astype(float), strict=True))
    decided = sites[["decision", "to_format", "to_site"]].itertuples(name=None)
    return [worth.get(key, float("nan")) for key in decided]


def _reason(site: pd.Series) -> str:
    """Return why a site is decided on so, in a word.

    frozen; nowhere (it might move, and there is no place); given (its column keep says so); best (it stays, and no
    choice alone is worth anything); plan (it stays though a choice is worth something alone: by rules, goal or other
    sites); pays (what becomes of it pays alone); goal (it does not, and the plan as a whole wants it).
    """
    if site["frozen"]:
        return "frozen"
    if site["nowhere"]:
        return "nowhere"
    if site["keep"] == "keep":
        return "given"
    if site["decision"] == "keep":
        return "plan" if site["best_npv"] > 0 else "best"
    return "pays" if site["decided_npv"] > 0 else "goal"
