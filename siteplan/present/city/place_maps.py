"""Maps of the places that a plan changes most, cities or provinces: what changes there, and who is reached."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.maps.drawn.listed_map import ListedSite, SiteList, listed_map
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.scene.map_scene import Rings, Scene
from siteplan.present.plan_text.sentences import percent
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["PlaceCrop", "changes_by", "place_map", "places_by_changes", "places_left_out"]

_CHANGES = ("new", "converted", "closed")
_NAMED = 20  # places without a map that are named; of a whole country there may be hundreds


@dataclass(frozen=True)
class PlaceCrop:
    """A place as the study calls it, the part of the scene round it, and its outline there."""

    name: str
    scene: Scene
    own: Rings


def changes_by(plan: Plan, column: str, reader: Reader) -> pd.DataFrame:
    """Return new sites, then those of today that convert or close, those that add most first, as they are read.

    `place` is what the study has of each in a column of places; sites that name none are left out.
    """
    market = plan.market
    moved = plan.facilities[plan.facilities["change"] != "kept"] if len(plan.facilities) else plan.facilities
    parts = [
        read_sites(table, among, market.zones, reader).assign(place=among[column].loc[table["site_id"]].to_numpy())
        for table, among in ((plan.sites, market.candidates), (moved, market.facilities))
        if len(table)
    ]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame({"place": [], "net_new": []})
    return found[found["place"] != ""].sort_values("net_new", ascending=False, kind="stable")


def places_by_changes(changes: pd.DataFrame) -> list[str]:
    """Return places, those in which most sites change first; of equally many, where most is gained."""
    each = changes.groupby("place", sort=True)["net_new"].agg(["size", "sum"])
    return [str(name) for name in each.sort_values(["size", "sum"], ascending=False, kind="stable").index]


def places_left_out(changes: pd.DataFrame, shown: Collection[str], names: Mapping[str, str], reader: Reader) -> str:
    """Return which places that change have no map, and why; "" where all have one."""
    _ = reader.gettext
    others = [names.get(name, name) for name in places_by_changes(changes) if name not in shown]
    if not others:
        return ""
    left = _("The maps show those {n} in which most do; without one, since fewer do: {cities}.")
    more = [_("and {n} more").format(n=len(others) - _NAMED)] if len(others) > _NAMED else []
    return left.format(n=len(shown), cities=_(", ").join([*others[:_NAMED], *more]))


def place_map(
    plan: Plan, scene: Scene, crop: PlaceCrop, column: str, changes: pd.DataFrame, names: Mapping[str, str],
    reader: Reader,
) -> Chart:  # fmt: skip
    """Return the map of a place, its sites that change numbered, and what they are and add in a list beside it."""
    _ = reader.gettext
    there = changes[changes["place"] == crop.name]
    finding = _finding(plan, names.get(crop.name, crop.name), plan.market.zones[column] == crop.name, there, reader)
    named = _("{site}, {format}")
    listed = SiteList(
        [
            ListedSite(
                str(row["site_id"]),
                named.format(site=row["name"], format=row["format"]),
                amount(float(row["net_new"]), "", reader),
            )
            for row in there.to_dict("records")
        ],
        v.NET_NEW.label(reader),
        _("and {n} more"),
    )
    measure = _("Zones by coverage, today and with the plan; sites that change, numbered as in the list: {measure}")
    signs = site_signs(scene, reader, plan.study.formats)
    told = measure.format(measure=v.NET_NEW.title(reader))
    return Chart(finding, told, listed_map(crop.scene, reader, finding, listed, signs, crop.own))


def _finding(plan: Plan, name: str, inside: pd.Series, changes: pd.DataFrame, reader: Reader) -> str:
    """Return what changes in a place, and how many of its people are covered today and with the plan."""
    _ = reader.gettext
    zones = plan.zones[inside.to_numpy(dtype=bool)]
    people = zones["population"]
    before, after = (float(people[zones[side].astype(bool)].sum()) for side in ("covered_before", "covered"))
    whole = float(people.sum())
    shares = [percent(x / whole if whole > 0 else 0.0, reader, 0) for x in (before, after)]
    said = _("{city}: {changes}; {before} of people covered today, {after} with the plan")
    return said.format(city=name, changes=_(", ").join(_counts(changes, reader)), before=shares[0], after=shares[1])


def _counts(changes: pd.DataFrame, reader: Reader) -> list[str]:
    """Return how many sites open, convert and close."""
    n_new, n_converted, n_closed = (int((changes["change"] == change).sum()) for change in _CHANGES)
    texts = (
        (n_new, reader.ngettext("{n} site opens", "{n} sites open", n_new)),
        (n_converted, reader.ngettext("{n} site converts", "{n} sites convert", n_converted)),
        (n_closed, reader.ngettext("{n} site closes", "{n} sites close", n_closed)),
    )
    return [text.format(n=n) for n, text in texts if n]
