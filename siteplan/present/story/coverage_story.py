"""The story of a plan in five pictures, each with the sentence that it shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from siteplan.evaluate import Plan
from siteplan.present.charts.chart_dumbbell import dumbbell_chart
from siteplan.present.charts.charts import Chart
from siteplan.present.maps.drawn.scene_svg import scene_drawing
from siteplan.present.maps.drawn.site_signs import site_signs
from siteplan.present.maps.map_figure import coverage_figure
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.pack.content import Point
from siteplan.present.pack.figures import key_figures
from siteplan.present.pack.page_one import page_one_of
from siteplan.present.plan_text.sentences import percent, site_count
from siteplan.present.story.story_scenes import StoryGround, densest
from siteplan.present.stress.tornado import tornado_charts
from siteplan.present.tables.column import Table
from siteplan.present.tables.report_tables import tier_table
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader

__all__ = ["Chapter", "before_and_after", "coverage_by_tier", "story_of"]

MAP = 620.0  # pixels across


@dataclass(frozen=True)
class Chapter:
    """One of the pictures: its heading, what else is said of it, its maps and charts, points, and a table."""

    title: str
    sentences: Sequence[str] = ()
    maps: Sequence[Chart] = ()
    charts: Sequence[Chart] = ()
    points: Sequence[Point] = ()
    table: Table | None = None


def story_of(ground: StoryGround, made: int, reader: Reader) -> list[Chapter]:
    """Return the five pictures of a plan that was made at `made`, seconds since 1970."""
    _, plan = reader.gettext, ground.plan
    one = page_one_of(plan, key_figures(plan, reader), made, reader)
    before, after = before_and_after(ground, reader)
    tornado = tornado_charts(plan, reader)[:1]
    return [
        Chapter(_("Where demand is"), maps=[_demand(ground, reader)]),
        Chapter(_("Who serves it today"), maps=[before]),
        Chapter(_("What opens"), maps=[_opens(ground, reader)], table=one.table),
        Chapter(_("Who is covered"), maps=[after], charts=[dumbbell_chart(plan, reader)]),
        Chapter(_("What may go wrong"), list(one.sentences), charts=tornado, points=one.risks),
    ]


def before_and_after(ground: StoryGround, reader: Reader) -> tuple[Chart, Chart]:
    """Return the maps of coverage today and with the plan, in the same colours."""
    return _today(ground, reader), coverage_figure(ground.plan, reader, ground.scene, MAP)


def coverage_by_tier(plan: Plan, reader: Reader) -> Table:
    """Return who is reached by tier, today and with the plan."""
    return tier_table(plan, reader)


def _demand(ground: StoryGround, reader: Reader) -> Chart:
    _, zones = reader.gettext, ground.plan.zones
    dense = densest(zones) == 0
    people = float(zones.loc[dense, "population"].sum()) / max(float(zones["population"].sum()), 1e-12)
    said = _("Half of the demand of {demand} is in {n} of {all} zones, where {people} of the people live")
    unit = "vehicles/year"
    finding = said.format(
        demand=amount(float(zones["demand"].sum()), unit, reader),
        n=exact(int(dense.sum())), all=exact(len(zones)), people=percent(people, reader, 0),
    )  # fmt: skip
    return _drawn(ground.demand(), finding, _("Zones by demand per km²"), ground, reader, rivals=False)


def _today(ground: StoryGround, reader: Reader) -> Chart:
    _, plan = reader.gettext, ground.plan
    today = plan.baseline.coverage
    said = _("Today {sites} reach {all} of the people, {rural} of the rural ones")
    if not bool(plan.zones["rural"].any()):
        said = _("Today {sites} reach {all} of the people")
    finding = said.format(
        sites=site_count(len(plan.market.facilities), reader),
        all=percent(today.all, reader, 0), rural=percent(today.rural, reader, 0),
    )  # fmt: skip
    return _drawn(ground.today(), finding, _("Zones by coverage today; own sites, and competitors"), ground, reader)


def _opens(ground: StoryGround, reader: Reader) -> Chart:
    _, plan = reader.gettext, ground.plan
    finding = _("{sites} open for {capex}").format(
        sites=site_count(len(plan.sites), reader), capex=amount(plan.kpis.capex, reader.currency, reader)
    )
    measure = _("Sites that open, change and stay; those that sell more are larger")
    return _drawn(ground.opens(), finding, measure, ground, reader, rivals=False)


def _drawn(
    scene: Scene, finding: str, measure: str, ground: StoryGround, reader: Reader, *, rivals: bool = True
) -> Chart:
    signs = site_signs(scene, reader, ground.plan.study.formats)
    return Chart(finding, measure, scene_drawing(scene, reader, finding, width=MAP, rivals=rivals, signs=signs))
