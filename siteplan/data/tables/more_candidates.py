"""Candidates beside those of a study's files: checked against its market, and finished as they are."""

from __future__ import annotations

from collections.abc import Iterator

import geopandas as gpd
import pandas as pd

from siteplan.data.check.links import format_problems, tier_problems
from siteplan.data.reading import Reading
from siteplan.data.tables.columns import PLACE
from siteplan.data.tables.defaults import finished_sites, widened
from siteplan.data.tables.exclusions import barred
from siteplan.data.tables.zone_of_site import around_sites, outside_problems
from siteplan.errors import Problem
from siteplan.market import Market
from siteplan.market.options import as_given
from siteplan.study import Study

__all__ = ["UPLOADED", "more_candidates", "with_more"]

TABLE = "candidates"
UPLOADED = "uploaded"  # what comes from a visitor's file: true there


def more_candidates(study: Study, market: Market, table: gpd.GeoDataFrame) -> Reading[gpd.GeoDataFrame]:
    """Return further candidates by site_id, as the market has its own; or why they cannot stand beside them.

    `table` is typed and located as `table_reading` gives it, with a column site_id.
    """
    tables = {"zones": market.zones.reset_index(), TABLE: widened(table, study)}
    around = around_sites(tables)
    problems = (
        *_unknown_minutes(study, market),
        *_known_ids(market, table),
        *outside_problems(tables, around),
        *format_problems(study, tables),
        *tier_problems(study, tables),
    )
    if problems:
        return Reading(None, problems)
    found = finished_sites(TABLE, tables[TABLE], market.zones, around[TABLE], study)
    return Reading(barred(found.assign(**_in_other_languages(found, market)), market.exclusions))


def with_more(candidates: gpd.GeoDataFrame, more: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Return a market's candidates, without own sites at their places, and then further ones."""
    given = as_given(candidates).drop(columns=["moves", "place"], errors="ignore")
    both = pd.concat([given, more[more.columns.intersection([*given.columns, UPLOADED])]])
    return gpd.GeoDataFrame(both.rename_axis(given.index.name), geometry="geometry", crs=given.crs)


def _in_other_languages(sites: gpd.GeoDataFrame, market: Market) -> dict[str, pd.Series]:
    """Return columns as `city_en`, which the market's candidates have and the sites lack, by the names of places."""
    known, found = market.candidates, {}
    for place, column in [(p.name, c) for p in PLACE for c in known if str(c).startswith(f"{p.name}_")]:
        tables = [table[[place, column]] for table in (known, market.zones) if column in table]
        names = pd.concat([pd.DataFrame(table) for table in tables]).drop_duplicates(place).set_index(place)[column]
        if column not in sites:
            found[str(column)] = sites[place].map(names)
    return found


def _unknown_minutes(study: Study, market: Market) -> Iterator[Problem]:
    if study.travel.source == "minutes" and market.minutes is not None:
        what = "the study gives its own minutes, and they say nothing of sites that are not in them"
        yield Problem("minutes", what, "Add the sites to the study's files, with their minutes.")


def _known_ids(market: Market, table: pd.DataFrame) -> Iterator[Problem]:
    known = {"candidates": market.candidates, "facilities": market.facilities, "competitors": market.competitors}
    for name, sites in known.items():
        twice = tuple(site for site in table["site_id"] if site in sites.index)
        if twice:
            yield Problem(
                TABLE, f"the id is that of a site of the study ({name})", "Give it another.", "site_id", twice
            )
