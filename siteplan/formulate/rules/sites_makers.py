"""Rules on sites, on arrays."""

from __future__ import annotations

from dataclasses import replace

import geopandas as gpd
from scipy.sparse import csr_array

from siteplan.data.tables.coordinates import to_wgs84
from siteplan.formulate.rules.asked import Asked, only, opening, some
from siteplan.groundwork import Groundwork
from siteplan.market.options import decision_sites, may_change
from siteplan.optimise.rules import Count, FormatShare, Requires, Spacing, Territory
from siteplan.optimise.rules.where import matching
from siteplan.study.rules import CountRule, RequiresRule, ShareRule, SpacingRule, TerritoryRule
from siteplan.study.rules.sites import AwayFromRule, OnlyInRule
from siteplan.travel import sites_within_km, sites_within_minutes

__all__ = ["MAKERS"]


def count(asked: Asked, spec: CountRule) -> Count:
    """Return how many of them open."""
    return Count(spec.at_most, spec.at_least, spec.exactly, where=opening(asked.ground, spec.where()), name=asked.name)


def share(asked: Asked, spec: ShareRule) -> FormatShare:
    """Return which part of what opens they are."""
    ground = asked.ground
    of, among = matching(spec.where(), ground.options), opening(ground, spec.among.where())
    return FormatShare(of, among, spec.at_most, spec.at_least, name=asked.name)


def requires(asked: Asked, spec: RequiresRule) -> Requires:
    """Return the need, met wherever an own facility meets it that stays; perhaps no candidate could.

    Sites of today that stay need it too where one of today meets it: it may not close and leave them without.
    """
    ground, new = asked.ground, asked.ground.options["new"].to_numpy(dtype=bool)
    needs = matching(spec.needs.where(), ground.options)
    own = ground.facilities[matching(spec.needs.where(), ground.facilities)]
    met = own[spec.within].unique().tolist()
    today = ground.options.loc[needs & ~new, spec.within].unique().tolist()
    kept = matching(spec.where(), ground.options) & ~new & ground.options[spec.within].isin(today).to_numpy(dtype=bool)
    fixed = ground.facilities[matching(spec.where(), ground.facilities)][spec.within]
    standing = fixed[fixed.isin(today)].unique().tolist()
    where = opening(ground, spec.where()) | kept
    return Requires(where, needs, spec.within, met, standing, name=asked.name)


def spacing(asked: Asked, spec: SpacingRule) -> Spacing:
    """Return which pairs are too near: one site of the rule's filters, the other of its `others`, own or new."""
    ground = asked.ground
    sites, facilities = decision_sites(ground.market), ground.market.facilities
    at, staying = sites.index.get_indexer(ground.options["site_id"]), facilities[~may_change(facilities)]
    kinds = [part.where() for part in (spec, spec.others or spec)]
    first, second = (matching(kind, ground.options) for kind in kinds)
    own_first, own_second = (matching(kind, ground.facilities).astype(float) for kind in kinds)
    near = _too_near(ground, spec, sites, sites)[at][:, at]
    beside = _too_near(ground, spec, sites, staying)[at]
    barred = (first & (beside @ own_second > 0)) | (second & (beside @ own_first > 0))
    return _of_openings(ground, Spacing(csr_array(only(first) @ near @ only(second)), near_own=barred, name=asked.name))


def _of_openings(ground: Groundwork, rule: Spacing) -> Spacing:
    """Return the rule for pairs of which one at least opens: what stands today stands where it does."""
    new = ground.options["new"].to_numpy(dtype=bool)
    near = csr_array(only(new) @ rule.near + rule.near @ only(new)) > 0
    return replace(rule, near=csr_array(near), near_own=None if rule.near_own is None else rule.near_own & new)


def _too_near(ground: Groundwork, spec: SpacingRule, starts: gpd.GeoDataFrame, ends: gpd.GeoDataFrame) -> csr_array:
    if spec.km is not None:
        return sites_within_km(starts, ends, spec.km)
    assert spec.minutes is not None  # noqa: S101  checked with the study: km or minutes
    return sites_within_minutes(ground.study.travel, ground.market, starts, ends, spec.minutes)


def territory(asked: Asked, spec: TerritoryRule) -> Spacing:
    """Return the rule that no zone lies in two territories."""
    ground = asked.ground
    zones = ground.travel.decision.to(ground.options["site_id"]).within(spec.minutes)
    own = matching(spec.where(), ground.facilities).astype(float)
    taken = ground.travel.fixed.within(spec.minutes) @ own > 0
    return _of_openings(ground, Territory.of(csr_array(zones), some(ground, spec), taken, name=asked.name))


def away_from(asked: Asked, spec: AwayFromRule) -> Count:
    """Return that none opens of those within the circle, by great circle as all km are."""
    ground = asked.ground
    place = gpd.GeoSeries.from_xy([spec.lon], [spec.lat], crs=ground.market.candidates.crs)
    centre = gpd.GeoDataFrame(geometry=to_wgs84(place, ground.study.study.coordinates))
    sites = decision_sites(ground.market)
    near = sites_within_km(sites, centre, spec.km).toarray()[sites.index.get_indexer(ground.options["site_id"]), 0]
    return Count(at_most=0, where=near & opening(ground, spec.where()), name=asked.name)


def only_in(asked: Asked, spec: OnlyInRule) -> Count:
    """Return that none opens elsewhere."""
    ground = asked.ground
    elsewhere = ~matching(spec.places.where(), ground.options)
    return Count(at_most=0, where=elsewhere & opening(ground, spec.where()), name=asked.name)


MAKERS = {
    CountRule: count,
    ShareRule: share,
    RequiresRule: requires,
    SpacingRule: spacing,
    TerritoryRule: territory,
    AwayFromRule: away_from,
    OnlyInRule: only_in,
}
