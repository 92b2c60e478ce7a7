"""The maps: a plan against today, and the candidates before there is a plan."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

import folium
import geopandas as gpd
import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.catchments import Land
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.present.maps.map_base import blank_map, finished_map
from siteplan.present.maps.map_legend import (
    SERVED_LAYERS,
    candidate_section,
    coverage_section,
    drawn_formats,
    format_section,
    found_section,
    served_section,
    share_section,
    site_section,
)
from siteplan.present.maps.map_marks import (
    candidate_marks,
    changed_marks,
    chosen_marks,
    own_marks,
    rejected_marks,
    rival_marks,
    unscored_marks,
)
from siteplan.present.maps.map_sites import Mark, site_layer
from siteplan.present.maps.map_zones import Fill, county_layer, fill_layer, outline_layer
from siteplan.present.maps.merged_zones import have_areas, per_km2, screen_mosaic
from siteplan.present.maps.plan_areas import PlanAreas, plan_areas
from siteplan.present.phases.phase_map import PhaseSteps
from siteplan.present.plan_text.changes import staying
from siteplan.present.plan_text.sentences import percent
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.plan_tables import by_county
from siteplan.present.text.reader import Reader
from siteplan.present.theme import coverage_classes as coverage
from siteplan.present.theme.area_colours import AREA_COLOURS
from siteplan.present.theme.classes import Classes, sequential
from siteplan.present.theme.style import NO_DATA
from siteplan.present.web import ramp
from siteplan.present.web.popup import Popup
from siteplan.study import Study

__all__ = ["PlanDrawing", "candidates_map", "people_map", "plan_drawing", "plan_map", "site_marks"]

_OPACITY = 0.9
_GREYS = ("#EDF0F3", "#D3DAE2", "#B3BFCC", "#8C9CB0", "#63768C")


@dataclass(frozen=True, eq=False)
class PlanDrawing:
    """What takes long to draw of a plan, in one language: made once for its map and that of its report.

    Attributes
    ----------
    areas : its zones, merged
    counties : what a click on each tells, in the order of areas.counties
    rejected, rivals, own, gone, new : marks of sites, by their layer
    """

    areas: PlanAreas
    counties: list[Popup]
    rejected: list[Mark]
    rivals: list[Mark]
    own: list[Mark]
    gone: list[Mark]
    new: list[Mark]


def plan_drawing(plan: Plan, reader: Reader, land: Land | None = None, areas: PlanAreas | None = None) -> PlanDrawing:
    """Return what a plan's maps draw; `land` and `areas` are its ground and zones, if somebody has them already."""
    marks = site_marks(plan, reader)
    return PlanDrawing(areas or plan_areas(plan, land), _county_popups(plan, reader), **marks)


def site_marks(plan: Plan, reader: Reader) -> dict[str, list[Mark]]:
    """Return the marks of a plan's sites: `rejected`, `rivals`, `own` that stay, `gone` (closed, converted), `new`.

    In a plan by phases today's sites that close or convert are among `own`, too, for the steps until they do.
    """
    market, steps = replace(plan.market, facilities=staying(plan)), PhaseSteps.of(plan)
    own = own_marks(plan.study, market, reader)
    gone, new = changed_marks(plan, reader), chosen_marks(plan, reader)
    if steps is not None:
        own, gone, new = [*own, *steps.before(reader)], steps.changed(gone), steps.opened(new)
    rejected, rivals = rejected_marks(plan, reader), rival_marks(plan.market, reader)
    return {"rejected": rejected, "rivals": rivals, "own": own, "gone": gone, "new": new}


def plan_map(plan: Plan, reader: Reader, compact: bool = False, drawing: PlanDrawing | None = None) -> folium.Map:
    """Return the plan on a map: coverage and share before and after, counties with their numbers, sites by state.

    `compact` folds the legend, for a map in a narrow place. `drawing` is made here if nobody has it.
    """
    drawing = drawing or plan_drawing(plan, reader)
    areas, drawn = drawing.areas, blank_map(plan.zones, compact)
    for layer in (*_plan_zones(drawing, reader), *_plan_sites(plan, drawing, reader)):
        drawn.add_child(layer)
    covered = coverage_section(coverage.after(plan.zones), coverage.before(plan.zones), reader)
    sections = [covered, share_section(areas.classes, reader)]
    sections += [served_section(reader)] if areas.served else []
    sections += [site_section(plan, reader), format_section(plan.study, _plan_formats(plan, reader), reader)]
    finished = finished_map(drawn, sections, plan.study, reader, compact)
    if (steps := PhaseSteps.of(plan)) is not None:
        finished.add_child(steps.control(reader))
    return finished


def candidates_map(ground: Groundwork, reader: Reader, compact: bool = False) -> folium.Map:
    """Return the candidates by score, today's network and rivals, over the demand; `compact` as in plan_map."""
    _ = reader.gettext
    zones, mosaic = ground.market.zones, screen_mosaic(ground.market.zones)
    density = _positive(per_km2(ground.model.by_zone(ground.model.demand), zones))
    classes = _quiet(sequential(density.to_numpy()))
    shapes = mosaic.merged(pd.Series(classes.index(density.to_numpy()), index=zones.index))
    drawn = blank_map(zones, compact)
    for layer in (
        _ramp_layer(_("Demand"), shapes, classes, show=True),
        outline_layer(mosaic.outline),
        site_layer(_("Rivals"), rival_marks(ground.market, reader), show=False),
        site_layer(_("Candidates"), candidate_marks(ground, reader)),
        site_layer(_("Own sites today"), own_marks(ground.study, ground.market, reader)),
    ):
        drawn.add_child(layer)
    measure = _("Demand, vehicles/year per km²") if have_areas(zones) else _("Demand, vehicles/year")
    demand = ramp(measure, classes, "", reader, no_data=bool(density.isna().any()))
    formats = drawn_formats(ground.market.candidates, ground.market.facilities, reader)
    sections = [demand, candidate_section(reader), format_section(ground.study, formats, reader)]
    return finished_map(drawn, sections, ground.study, reader, compact)


def people_map(study: Study, market: Market, reader: Reader, compact: bool = False) -> folium.Map:
    """Return what a study's files hold, before anything is reckoned: people, candidates, own sites and rivals."""
    _ = reader.gettext
    zones, mosaic = market.zones, screen_mosaic(market.zones)
    density = _positive(per_km2(zones["population"], zones))
    classes = _quiet(sequential(density.to_numpy()))
    shapes = mosaic.merged(pd.Series(classes.index(density.to_numpy()), index=zones.index))
    drawn = blank_map(zones, compact)
    for layer in (
        _ramp_layer(_("People"), shapes, classes, show=True),
        outline_layer(mosaic.outline),
        site_layer(_("Rivals"), rival_marks(market, reader)),
        site_layer(_("Candidates"), unscored_marks(study, market, reader)),
        site_layer(_("Own sites today"), own_marks(study, market, reader)),
    ):
        drawn.add_child(layer)
    measure = _("People per km²") if have_areas(zones) else _("People")
    people = ramp(measure, classes, "", reader, no_data=bool(density.isna().any()))
    formats = format_section(study, drawn_formats(market.candidates, market.facilities, reader), reader)
    return finished_map(drawn, [people, found_section(reader), formats], study, reader, compact)


def _quiet(classes: Classes) -> Classes:
    """Return classes in greys, for what lies behind the sites."""
    n = len(classes.colours)
    return Classes(classes.edges, tuple(_GREYS[round(i * (len(_GREYS) - 1) / max(n - 1, 1))] for i in range(n)))


def _plan_zones(drawing: PlanDrawing, reader: Reader) -> list[folium.GeoJson]:
    _, areas = reader.gettext, drawing.areas
    return [
        _coverage_layer(_("Coverage with the plan"), areas.covered, show=True),
        _coverage_layer(_("Coverage today"), areas.covered_before, show=False),
        _ramp_layer(_("Market share with the plan"), areas.share, areas.classes, show=False),
        _ramp_layer(_("Market share today"), areas.share_before, areas.classes, show=False),
        *(_served_layer(_(SERVED_LAYERS[group]), shapes) for group, shapes in areas.served.items()),
        outline_layer(areas.outline),
        county_layer(_("Counties"), areas.counties, drawing.counties),
    ]


def _plan_sites(plan: Plan, drawing: PlanDrawing, reader: Reader) -> list[folium.GeoJson]:
    _, changes = reader.gettext, len(staying(plan)) < len(plan.market.facilities)
    return [
        site_layer(_("Candidates not chosen"), drawing.rejected, show=False),
        site_layer(_("Rivals"), drawing.rivals, show=False),
        site_layer(_("Own sites today"), drawing.own),
        *([site_layer(_("Own sites closed or converted"), drawing.gone)] if changes else []),
        site_layer(_("New sites"), drawing.new),
    ]


def _plan_formats(plan: Plan, reader: Reader) -> dict[str, Iterable[str]]:
    """Return the formats that sites are drawn with, by layer."""
    _, candidates = reader.gettext, plan.market.candidates
    rejected = candidates[~candidates.index.isin(plan.sites["site_id"])]
    before = drawn_formats(rejected, staying(plan), reader)
    return {
        _("Candidates not chosen"): before[_("Candidates")],
        _("Own sites today"): before[_("Own sites today")],
        _("Own sites closed or converted"): plan.facilities.loc[plan.facilities["change"] != "kept", "format"],
        _("New sites"): plan.sites["format"],
    }


def _coverage_layer(name: str, shapes: gpd.GeoSeries, show: bool) -> folium.GeoJson:
    fills = {key: Fill(kind.colour, kind.opacity) for key, kind in coverage.COVERAGE.items()}
    return fill_layer(name, shapes, fills, show)


def _served_layer(name: str, shapes: gpd.GeoSeries) -> folium.GeoJson:
    fills = {i: Fill(colour, _OPACITY) for i, colour in enumerate(AREA_COLOURS)}
    return fill_layer(name, shapes, fills, show=False)


def _ramp_layer(name: str, shapes: gpd.GeoSeries, classes: Classes, show: bool) -> folium.GeoJson:
    """Return zones filled by the class of a value; those without get the colour of no data."""
    fills = {-1: Fill(NO_DATA, _OPACITY), **{i: Fill(c, _OPACITY) for i, c in enumerate(classes.colours)}}
    return fill_layer(name, shapes, fills, show)


def _positive(values: pd.Series) -> pd.Series:
    """Return values with NaN for none."""
    return values.where(values > 0)


def _county_popups(plan: Plan, reader: Reader) -> list[Popup]:
    names = reader.place_names(plan.market.zones)
    popups = []
    for row in by_county(plan.zones).to_dict("records"):
        city, county = names[row["city"], row["county"]]
        facts = [
            v.PEOPLE.fact(row["population"], reader),
            (v.COVERED.label(reader), _from_to(row["covered_before"], row["covered"], reader, 0)),
            (v.SHARE_OF_MARKET.label(reader), _from_to(row["share_before"], row["share"], reader, 1)),
        ]
        popups.append(Popup(county or city, city if county else "", facts))
    return popups


def _from_to(before: float, after: float, reader: Reader, decimals: int) -> str:
    return f"{percent(before, reader, decimals)} → {percent(after, reader, decimals)}"
