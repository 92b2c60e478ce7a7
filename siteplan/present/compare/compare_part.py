"""Plans side by side as a page, and as a part of the first one's pack: the same sentences, tables and maps."""

from __future__ import annotations

from collections.abc import Sequence

from siteplan.present.charts.charts import Chart
from siteplan.present.compare.compare_tables import (
    asked_table,
    figure_tables,
    glance_table,
    province_tables,
    rules_table,
)
from siteplan.present.compare.compare_words import best_sentences, change_sentences, warnings
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.difference_map import difference_chart
from siteplan.present.compare.rule_differences import rule_sentences
from siteplan.present.compare.site_differences import sites_table
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.reports.report_page import document_page
from siteplan.present.reports.report_parts import Document, Part
from siteplan.present.tables.column import Table

__all__ = ["BESIDE", "beside_part", "compare_page"]

BESIDE = "beside"
"""The topic of the part."""


def compare_page(found: Comparison, scenes: Sequence[Scene]) -> str:
    """Return plans side by side as one HTML page that makes no request; `scenes` are the maps of differences."""
    _, study, told = found.reader.gettext, found.plans[0].plan.study, change_sentences(found)
    measures, sides = figure_tables(found)
    parts = [
        Part(_("At a glance"), best_sentences(found), [glance_table(found)]),
        Part(_("Where the plans differ"), (), _differences(found, scenes, "compare_sites.csv"), BESIDE),
        Part(_("Rules"), rule_sentences(found), [rules_table(found)]),
        Part(_("Figures"), (), [measures, sides, *province_tables(found)]),
        Part(_("How the plans were found"), (), [asked_table(found)]),
    ]
    document = Document(
        study=study,
        title=_("{study}: plans side by side").format(study=found.reader.study_name(study)),
        lead=told[0],
        sentences=[*told[1:], *warnings(found)],
        parts=parts,
        input_hash=found.plans[0].plan.input_hash,
    )
    return document_page(document, found.reader)


def beside_part(found: Comparison, scenes: Sequence[Scene]) -> Part:
    """Return plans side by side as a part of the first one's pack."""
    _ = found.reader.gettext
    measures, sides = figure_tables(found)
    told = [*change_sentences(found), *best_sentences(found), *rule_sentences(found), *warnings(found)]
    items: list[Table | Chart] = [
        glance_table(found),
        *_differences(found, scenes, _("the workbook (--format xlsx)")),
        rules_table(found),
        measures,
        sides,
        *province_tables(found),
        asked_table(found),
    ]
    return Part(_("Beside other plans"), told, items, BESIDE)


def _differences(found: Comparison, scenes: Sequence[Scene], file: str) -> list[Table | Chart]:
    """Return a map for each further plan against the first, each with its table of sites where any differ."""
    items: list[Table | Chart] = []
    for (n, label), scene in zip(found.others, scenes, strict=True):
        items.append(difference_chart(found, n, scene))
        items += [] if (table := sites_table(found, n, label, file)) is None else [table]
    return items
