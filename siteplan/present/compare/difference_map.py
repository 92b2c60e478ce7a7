"""The maps of differences, drawn: one for each further plan against the first."""

from __future__ import annotations

from siteplan.present.charts.charts import Chart
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.difference_scene import Ground, difference_scene
from siteplan.present.compare.site_differences import against_first
from siteplan.present.maps.drawn.scene_svg import scene_drawing
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.merged_zones import screen_mosaic
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.plan_text.sentences import site_count
from siteplan.present.saved.kept_map import kept_map
from siteplan.present.text.numbers import amount

__all__ = ["difference_chart", "difference_scenes", "people_apart"]


def difference_scenes(found: Comparison) -> tuple[Scene, ...]:
    """Return the maps of each further plan against the first.

    Raises
    ------
    StudyError
        See kept_map.
    """
    first = found.plans[0]
    ground = Ground(first.plan, kept_map(first), screen_mosaic(first.plan.zones).areas)
    return tuple(difference_scene(found, n, ground) for n, _label in found.others)


def difference_chart(found: Comparison, n: int, scene: Scene) -> Chart:
    """Return the map of the n-th plan against the first."""
    _ = found.reader.gettext
    finding = _finding(found, n)
    measure = (
        _("Zones by which plan reaches them, and sites by which plan has them; sites that sell more are larger")
        if scene.areas
        else _("Sites by which plan has them; those that sell more are larger")
    )
    told = _(" · ").join([measure, *_beyond(found, n, scene)])
    signs = site_signs(scene, found.reader, found.plans[0].plan.study.formats)
    return Chart(finding, told, scene_drawing(scene, found.reader, finding, signs=signs))


def _finding(found: Comparison, n: int) -> str:
    """Return how many sites each of two plans has alone, and how many people it alone reaches."""
    reader, _ = found.reader, found.reader.gettext
    plans = {"first": found.labels[0], "other": found.labels[n - 1]}
    kinds = against_first(found, n)["kind"]
    gained, dropped, reshaped = (int((kinds == kind).sum()) for kind in ("gained", "dropped", "reshaped"))
    told = [
        (gained, _("{sites} only in {other}").format(sites=site_count(gained, reader), **plans)),
        (dropped, _("{sites} only in {first}").format(sites=site_count(dropped, reader), **plans)),
        (reshaped, _("{sites} of another format").format(sites=site_count(reshaped, reader))),
    ]
    sites = _(", ").join(text for k, text in told if k) or _("same sites in {first} and {other}").format(**plans)
    if "coverage" in found.asked:
        return sites
    return _("; ").join([sites, *_reach(found, n)])


def _reach(found: Comparison, n: int) -> list[str]:
    """Return how many people each of two plans reaches alone, or that they reach the same."""
    reader, _ = found.reader, found.reader.gettext
    (_first, first), (_other, other) = found.named[0], found.named[n - 1]
    text = _("{one} reaches {people} people whom {another} does not")
    told = [
        text.format(one=one, another=another, people=amount(people, "", reader))
        for one, another, people in zip((other, first), (first, other), people_apart(found, n), strict=True)
        if people > 0
    ]
    return told or [_("both reach the same people")]


def people_apart(found: Comparison, n: int) -> tuple[float, float]:
    """Return how many people only the n-th plan reaches, and how many only the first."""
    first, other = found.plans[0].plan.zones, found.plans[n - 1].plan.zones
    there = other["covered"].reindex(first.index)
    gained, dropped = there.eq(True) & ~first["covered"], there.eq(False) & first["covered"]
    return float(first.loc[gained, "population"].sum()), float(first.loc[dropped, "population"].sum())


def _beyond(found: Comparison, n: int, scene: Scene) -> list[str]:
    """Return how many sites lie beyond the map; nothing where all are on it."""
    either = (found.sites["format_1"] != "") | (found.sites[f"format_{n}"] != "")
    left = int(either.sum()) - len(scene.sites)
    said = found.reader.ngettext("{n} site lies beyond the map", "{n} sites lie beyond the map", left)
    return [said.format(n=left)] if left > 0 else []
