"""The candidates as a table: filtered, named and ranked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.candidates import candidate_vocabulary as c
from siteplan.present.candidates.marks import mark_name
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import TableColumn
from siteplan.present.tables.score_tables import rank_range
from siteplan.present.text.reader import Reader

__all__ = ["Filters", "candidate_columns", "candidate_table", "kept"]


@dataclass(frozen=True)
class Filters:
    """What the candidates must be; an empty field asks for nothing.

    `counties` are pairs of city and county, as the study names them; `rent` in the study's currency/m2/day at most,
    `score` at least. A rent that is not known passes. `sites` are the only ones asked for.
    """

    provinces: tuple[str, ...] = ()
    cities: tuple[str, ...] = ()
    counties: tuple[tuple[str, str], ...] = ()
    tiers: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    rent: float | None = None
    score: float | None = None
    sites: frozenset[str] | None = None


def kept(ground: Groundwork, filters: Filters) -> pd.Index:
    """Return the site_ids that pass every filter, best score first."""
    card = ground.scorecard
    sites, score = ground.market.candidates[card.given], card.score[card.given]
    passes = pd.Series(True, index=sites.index)
    if filters.sites is not None:
        passes &= sites.index.isin(filters.sites)
    if filters.provinces:
        passes &= sites["province"].isin(filters.provinces)
    if filters.cities:
        passes &= sites["city"].isin(filters.cities)
    if filters.counties:
        passes &= pd.MultiIndex.from_frame(sites[["city", "county"]]).isin(filters.counties)
    if filters.tiers:
        passes &= sites["tier"].isin(filters.tiers)
    if filters.formats:
        wanted = frozenset(filters.formats)
        passes &= sites["formats"].map(lambda names: not wanted.isdisjoint(names))
    if filters.rent is not None:
        passes &= ~(sites["rent"] > filters.rent)
    if filters.score is not None:
        passes &= score >= filters.score
    return score[passes].sort_values(ascending=False, kind="stable").index


def candidate_table(
    ground: Groundwork,
    ids: pd.Index,
    reader: Reader,
    marks: Mapping[str, str] = MappingProxyType({}),
    notes: Mapping[str, str] = MappingProxyType({}),
    origins: Mapping[str, str] = MappingProxyType({}),
) -> pd.DataFrame:
    """Return these candidates by site_id as they are read; see candidate_columns.

    With what they are marked as, what is noted of them and where the visitor's own are from, where any of all
    candidates has such.
    """
    table = _table(ground, ids, reader)
    if marks or origins:
        told = [(origins.get(str(site), ""), mark_name(marks.get(str(site), ""), reader)) for site in ids]
        table[c.MARK.name] = [reader.gettext("; ").join(filter(None, both)) for both in told]
    if notes:
        table[c.NOTE.name] = [notes.get(str(site), "") for site in ids]
    return table


def _table(ground: Groundwork, ids: pd.Index, reader: Reader) -> pd.DataFrame:
    sites, card = ground.market.candidates.loc[ids], ground.scorecard
    firm = card.robustness.loc[ids]
    return pd.DataFrame(
        {
            "name": reader.shown(sites, "name"),
            "score": card.score.loc[ids],
            "rank": card.rank.loc[ids],
            "ranks": [rank_range(low, high) for low, high in firm[["rank_low", "rank_high"]].to_numpy()],
            "p_top": firm["p_top"],
            "rent": sites["rent"].astype(float),
            "footfall": sites["footfall"].astype(float),
            "city": reader.shown(sites, "city"),
            "tier": sites["tier"].map(reader.tier_name),
            "formats": sites["formats"].map(lambda names: " · ".join(map(reader.format_name, names))),
            "failed": card.failed.loc[ids],
        },
        index=ids,
    )


def candidate_columns(ground: Groundwork) -> list[TableColumn]:
    """Return the columns of candidate_table that the study has a use for."""
    score = ground.study.score
    columns = (
        v.SITE, c.MARK, v.SCORE, v.RANK, v.RANKS, v.P_TOP.where(top=score.top), v.RENT, v.FOOTFALL, v.CITY,
        v.TIER, v.FORMATS, c.NOTE,
    )  # fmt: skip
    return [*columns, v.FAILED] if score.gates else [*columns]
