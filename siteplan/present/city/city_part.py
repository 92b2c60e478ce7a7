"""Maps of the cities that a plan changes most: what opens, converts and closes there, and who is reached."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.present.charts.charts import Chart
from siteplan.present.maps.drawn.listed_map import ListedSite, SiteList, listed_map
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.scene.crop import cities
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.plan_text.sentences import percent
from siteplan.present.reports.report_parts import Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.plan_tables import read_sites
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader

__all__ = ["city_parts"]

MOST = 6  # cities that have a map: two to a page
_CHANGES = ("new", "converted", "closed")


def city_parts(plan: Plan, scene: Scene, reader: Reader) -> list[Part]:
    """Return the maps of the cities that change most; nothing where the study has one city, or nothing changes."""
    changes = _changes(plan, reader)
    if changes.empty or len(scene.cities) < 2:
        return []
    shown = _ranked(changes)[:MOST]
    crops = {city.names.get("", ""): part for city, part in cities(scene, shown)}
    charts = [_city_map(plan, scene, crops[city], city, changes, reader) for city in shown if city in crops]
    title = reader.gettext("Maps by city")
    return [Part(title, [_said(changes, list(crops), plan, reader)], charts, "cities")] if charts else []


def _changes(plan: Plan, reader: Reader) -> pd.DataFrame:
    """Return new sites, then those of today that convert or close, those that sell most first: name, city, format."""
    market = plan.market
    moved = plan.facilities[plan.facilities["change"] != "kept"] if len(plan.facilities) else plan.facilities
    parts = [
        read_sites(table, among, market.zones, reader).assign(own_city=table["city"].to_numpy())
        for table, among in ((plan.sites, market.candidates), (moved, market.facilities))
        if len(table)
    ]
    found = pd.concat(parts, ignore_index=True) if parts else pd.DataFrame()
    return found.sort_values("net_new", ascending=False, kind="stable") if len(found) else found


def _ranked(changes: pd.DataFrame) -> list[str]:
    """Return cities, those in which most sites change first; of equally many, where most is gained."""
    each = changes.groupby("own_city", sort=True)["net_new"].agg(["size", "sum"])
    return [str(city) for city in each.sort_values(["size", "sum"], ascending=False, kind="stable").index]


def _said(changes: pd.DataFrame, shown: list[str], plan: Plan, reader: Reader) -> str:
    """Return how many cities change, which have a map, and why the others have none."""
    others = [city for city in _ranked(changes) if city not in shown]
    n = len(shown) + len(others)
    told = reader.ngettext("Sites open, convert or close in {n} city.",
                           "Sites open, convert or close in {n} cities.", n).format(n=n)  # fmt: skip
    if not others:
        return told
    left = reader.gettext("The maps show those {n} in which most do; without one, since fewer do: {cities}.")
    named = reader.gettext(", ").join(reader.cities(others, plan.market.zones))
    return ("" if reader.is_chinese else " ").join([told, left.format(n=len(shown), cities=named)])


def _city_map(plan: Plan, scene: Scene, part: Scene, city: str, changes: pd.DataFrame, reader: Reader) -> Chart:
    _ = reader.gettext
    of_city = changes[changes["own_city"] == city]
    finding = _finding(plan, city, of_city, reader)
    named = _("{site}, {format}")
    listed = SiteList(
        [
            ListedSite(
                str(row["site_id"]),
                named.format(site=row["name"], format=row["format"]),
                amount(float(row["net_new"]), "", reader),
            )
            for row in of_city.to_dict("records")
        ],
        v.NET_NEW.label(reader),
        _("and {n} more"),
    )
    measure = _("Zones by coverage, today and with the plan; sites that change, numbered as in the list: {measure}")
    signs = site_signs(scene, reader, plan.study.formats)
    told = measure.format(measure=v.NET_NEW.title(reader))
    own = next((one.rings for one in part.cities if one.names.get("") == city), ())
    return Chart(finding, told, listed_map(part, reader, finding, listed, signs, own))


def _finding(plan: Plan, city: str, changes: pd.DataFrame, reader: Reader) -> str:
    """Return what changes in a city, and how many of its people are covered today and with the plan."""
    _ = reader.gettext
    zones = plan.zones[plan.zones["city"] == city]
    people = zones["population"]
    before, after = (float(people[zones[side].astype(bool)].sum()) for side in ("covered_before", "covered"))
    whole = float(people.sum())
    shares = [percent(x / whole if whole > 0 else 0.0, reader, 0) for x in (before, after)]
    said = _("{city}: {changes}; {before} of people covered today, {after} with the plan")
    return said.format(
        city=reader.cities([city], plan.market.zones)[0],
        changes=_(", ").join(_counts(changes, reader)),
        before=shares[0],
        after=shares[1],
    )


def _counts(changes: pd.DataFrame, reader: Reader) -> list[str]:
    """Return how many sites open, convert and close."""
    n_new, n_converted, n_closed = (int((changes["change"] == change).sum()) for change in _CHANGES)
    texts = (
        (n_new, reader.ngettext("{n} site opens", "{n} sites open", n_new)),
        (n_converted, reader.ngettext("{n} site converts", "{n} sites convert", n_converted)),
        (n_closed, reader.ngettext("{n} site closes", "{n} sites close", n_closed)),
    )
    return [text.format(n=n) for n, text in texts if n]
