"""Maps as pages of their own, that make no request."""

from __future__ import annotations

from siteplan.evaluate import Plan
from siteplan.groundwork import Groundwork
from siteplan.market import Market
from siteplan.present.livemap.exported_map import exported_map
from siteplan.present.maps.plan_map import PlanDrawing, candidates_map, people_map, plan_drawing
from siteplan.present.text.reader import Reader
from siteplan.present.web import render_offline

__all__ = ["candidates_page", "map_page", "plan_page"]


def map_page(thing: object, language: str | None = None) -> str:
    """Return the map of a plan or a market; see siteplan.present.map."""
    if isinstance(thing, Plan):
        return plan_page(thing, Reader.of(thing.study, language))
    if isinstance(thing, Market):
        return _market_page(thing, language)
    raise TypeError(f"there is no map of {type(thing).__name__}")


def plan_page(plan: Plan, reader: Reader, drawing: PlanDrawing | None = None) -> str:
    """Return the plan's map, drawn as the app draws it; `drawing` is made here if nobody has it."""
    drawing = drawing or plan_drawing(plan, reader)
    return exported_map(plan, drawing.areas, drawing.counties, reader)


def candidates_page(ground: Groundwork, reader: Reader) -> str:
    """Return the candidates' map."""
    title = reader.gettext("{study}: candidates").format(study=reader.study_name(ground.study))
    return render_offline(candidates_map(ground, reader), title, reader.language)


def _market_page(market: Market, language: str | None) -> str:
    study = market.read_for
    if study is None:
        raise ValueError("this market was read for no study, which would say how its formats and sources are called")
    reader = Reader.of(study, language)
    return render_offline(people_map(study, market, reader), reader.study_name(study), reader.language)
