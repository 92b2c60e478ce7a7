"""From a plan to its pack, in the words of a reader."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from siteplan.evaluate import Plan
from siteplan.present.maps.plan_areas import PlanAreas
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.pack.companions import ALONE, Companions, companion_groups, with_companions
from siteplan.present.pack.content import FigureGroup, Pack
from siteplan.present.pack.figures import key_figures
from siteplan.present.pack.page_one import page_one_of
from siteplan.present.reports.plan_document import plan_document
from siteplan.present.reports.report_parts import Part
from siteplan.present.text.reader import Reader

__all__ = ["pack_of", "with_part"]


def pack_of(
    plan: Plan,
    areas: PlanAreas,
    made: int,
    reader: Reader,
    scene: Scene | None = None,
    beside: Companions = ALONE,
) -> Pack:
    """Return what all media tell of a plan whose files were written at `made`, seconds since 1970.

    `scene` is its map, if somebody has it; `beside` is told with the plan.
    """
    figures = key_figures(plan, reader)
    return Pack(
        reader=reader,
        document=with_companions(plan_document(plan, areas, reader, scene), plan, beside, reader),
        page_one=page_one_of(plan, figures, made, reader),
        figures=tuple(figures.values()),
        made=made,
        beside=companion_groups(beside, reader),
    )


def with_part(pack: Pack, part: Part, told: Sequence[FigureGroup] = (), before: str = "business") -> Pack:
    """Return a pack with one more part and its figures before that of a topic; last where it has none of that."""
    parts = [*pack.document.parts]
    place = next((n for n, one in enumerate(parts) if one.topic == before), len(parts))
    document = replace(pack.document, parts=[*parts[:place], part, *parts[place:]])
    return replace(pack, document=document, beside=[*told, *pack.beside])
