"""Reports of a kept plan: in every medium and language asked, made first and put in place together."""

from __future__ import annotations

import itertools
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from siteplan.data.nearest import nearest
from siteplan.errors import OutputError, Problem, StudyError
from siteplan.present.charts.charts import Chart
from siteplan.present.compare.compare_figures import plan_groups
from siteplan.present.compare.compare_part import beside_part
from siteplan.present.compare.compared import beside
from siteplan.present.compare.difference_map import difference_scenes
from siteplan.present.maps.plan_areas import PlanAreas, plan_areas
from siteplan.present.maps.scene.map_scene import Scene
from siteplan.present.pack.build import pack_of, with_part
from siteplan.present.pack.companions import Companions
from siteplan.present.pack.content import Pack
from siteplan.present.saved.archive import KeptPlan, as_this_version
from siteplan.present.saved.companion_folders import read_with
from siteplan.present.saved.contents import noted_anew
from siteplan.present.saved.kept_map import kept_map
from siteplan.present.text.reader import Reader

__all__ = ["FORMATS", "report_of", "write_reports"]

PDF_MAP = 500.0  # pixels across of the map on page one, so that its names are as large as the page's small type


@dataclass(frozen=True)
class ReportsWritten:
    """Where reports lie, and which files of the plans' folders are not as they were written."""

    paths: tuple[Path, ...]
    altered: tuple[Path, ...]


@dataclass(frozen=True)
class _Source:
    """What reports of a kept plan are made of; what all languages share is made once."""

    kept: KeptPlan
    scene: Scene
    beside: Companions
    others: tuple[KeptPlan, ...] = ()

    @cached_property
    def areas(self) -> PlanAreas:
        """The plan's zones, merged."""
        return plan_areas(self.kept.plan)

    def pack(self, language: str) -> Pack:
        """Return what the plan's reports say in a language."""
        plan, reader = self.kept.plan, Reader.of(self.kept.plan.study, language)
        pack = pack_of(plan, self.areas, self.kept.made, reader, self.scene, self.beside)
        if not self.others:
            return pack
        found = beside((self.kept, *self.others), reader)
        return with_part(pack, beside_part(found, self.differences), plan_groups(found))

    @cached_property
    def differences(self) -> tuple[Scene, ...]:
        """The maps of the other plans against this one."""
        if not self.others:
            return ()
        return difference_scenes(beside((self.kept, *self.others), Reader.of(self.kept.plan.study)))


# All import late: whoever asks for one medium shall not wait for the others' libraries.


def _html(source: _Source, pack: Pack) -> bytes:
    from siteplan.present.maps.plan_map import plan_drawing  # noqa: PLC0415 - see above
    from siteplan.present.reports.report_html import pack_html  # noqa: PLC0415

    plan = source.kept.plan
    drawing = plan_drawing(plan, pack.reader, areas=source.areas)
    return pack_html(plan, pack, drawing, source.scene).encode()


def _pdf(source: _Source, pack: Pack) -> bytes:
    from siteplan.present.maps.map_figure import coverage_figure  # noqa: PLC0415 - see above
    from siteplan.present.reports.pdf.pdf import pdf_of  # noqa: PLC0415

    return pdf_of(pack, coverage_figure(source.kept.plan, pack.reader, source.scene, PDF_MAP))


def _pptx(source: _Source, pack: Pack) -> bytes:
    from siteplan.present.reports.slides.slides_of import slides_of  # noqa: PLC0415 - see above

    return slides_of(pack, source.scene, source.differences)


def _xlsx(_source: _Source, pack: Pack) -> bytes:
    from siteplan.present.reports.workbook.workbook_of import workbook_of  # noqa: PLC0415 - see above

    return workbook_of(pack)


def _gpkg(source: _Source, pack: Pack) -> bytes:
    from siteplan.present.reports.geopackage import geopackage_of  # noqa: PLC0415 - see above

    return geopackage_of(source.kept.plan, pack)


def _json(_source: _Source, pack: Pack) -> bytes:
    from siteplan.present.reports.figure_file import figures_json  # noqa: PLC0415 - see above

    return figures_json(pack).encode()


def _page_html(pack: Pack, drawn: Chart) -> bytes:
    from siteplan.present.reports.report_page import document_page  # noqa: PLC0415 - see above

    return document_page(pack.document, pack.reader, None, pack, drawn).encode()


def _page_pdf(pack: Pack, drawn: Chart) -> bytes:
    from siteplan.present.reports.pdf.pdf import pdf_of  # noqa: PLC0415 - see above

    return pdf_of(pack, drawn)


_PAGES: Mapping[str, Callable[[Pack, Chart], bytes]] = {"html": _page_html, "pdf": _page_pdf}
_PLAIN_NAME = re.compile(r"[\w-]+")  # of a site whose id may stand in the name of a file
FORMATS: Mapping[str, Callable[[_Source, Pack], bytes]] = {
    "html": _html, "pdf": _pdf, "pptx": _pptx, "xlsx": _xlsx, "gpkg": _gpkg, "json": _json,
}  # fmt: skip
"""By the ending of its files: what makes a medium of a pack."""


def _site_pages(
    source: _Source, formats: Sequence[str], languages: Sequence[str], sites: Sequence[str]
) -> dict[str, bytes]:
    """Return a page for each of these sites, by the names of their files: "site_M0001.pdf".

    Raises
    ------
    StudyError
        Neither does the plan open a site with such an id nor has one of today's it, or a format is none that a page
        has.
    """
    from siteplan.present.site.own_pack import own_pack  # noqa: PLC0415 - see above
    from siteplan.present.site.site_map import site_map  # noqa: PLC0415
    from siteplan.present.site.site_pack import site_pack  # noqa: PLC0415

    kept = source.kept
    _refuse_sites(kept, formats, sites)
    asked = list(dict.fromkeys(languages)) or [kept.language]
    made, opened = {}, {*map(str, kept.plan.sites["site_id"])}
    for language, site in itertools.product(asked, dict.fromkeys(sites)):
        told = site_pack if site in opened else own_pack
        pack = told(kept.plan, site, kept.made, Reader.of(kept.plan.study, language))
        drawn = site_map(kept.plan, site, source.scene, source.areas, pack.reader)
        middle = f".{language}" if len(asked) > 1 else ""
        for name in dict.fromkeys(formats):
            made[f"site_{site}{middle}.{name}"] = _PAGES[name](pack, drawn)
    return made


def _refuse_sites(kept: KeptPlan, formats: Sequence[str], sites: Sequence[str]) -> None:
    """Refuse what has no page of its own, all at once."""
    known = [*map(str, kept.plan.sites["site_id"]), *map(str, kept.plan.market.facilities.index)]
    problems = [
        Problem("--format", f"a site's page is no {name}", "Name html, pdf or both.")
        for name in formats
        if name not in _PAGES
    ]
    for site in sites:
        if site not in known or not _PLAIN_NAME.fullmatch(site):
            near = nearest(site, known)
            remedy = f"Did you mean {near}? " if near else ""
            remedy += f"Of a site that stays closed: siteplan explain {kept.folder} --site {site}"
            what = "the plan opens no site with this id, and no own site has it"
            problems.append(Problem("--site", what, remedy, "site_id", [site]))
    if problems:
        raise StudyError(problems)


def _reports(source: _Source, formats: Sequence[str], languages: Sequence[str]) -> dict[str, bytes]:
    """Return the reports of a kept plan, by the names of their files; nothing is solved.

    A name bears the language where several are asked: "report.zh-Hans.pdf".

    Parameters
    ----------
    formats : of FORMATS
    languages : of LANGUAGES; none: the one in which the plan was written
    """
    asked = list(dict.fromkeys(languages)) or [source.kept.language]
    made = {}
    for language in asked:
        pack = source.pack(language)
        for name in dict.fromkeys(formats):
            middle = f".{language}" if len(asked) > 1 else ""
            made[f"report{middle}.{name}"] = FORMATS[name](source, pack)
    return made


def report_of(folder: Path, name: str, spoken: str, one_page: bool = False) -> bytes:
    """Return a report of a kept plan as one of FORMATS in a language, `spoken`; `one_page` is a PDF of page one alone.

    Raises
    ------
    StudyError
        As of write_reports.
    """
    plans, companions = read_with(folder, [])
    source = _Source(plans[0], kept_map(plans[0]), companions)
    with as_this_version(plans):
        pack = source.pack(spoken)
        if one_page:
            pack = replace(pack, document=replace(pack.document, parts=[]))
        return FORMATS[name](source, pack)


def write_reports(
    folder: Path,
    formats: Sequence[str],
    languages: Sequence[str],
    out: Path | None = None,
    sites: Sequence[str] = (),
    beside: Sequence[Path] = (),
) -> ReportsWritten:
    """Write reports into the plan's folder, or into `out`; see FORMATS. Of `sites` (by site_id) a page each instead.

    `beside` are folders of results of the same study that are told with the plan: other plans that it is set beside,
    a review, frontiers.

    Raises
    ------
    StudyError
        A folder holds no plan, or map, that can be read back, or what is told with it can not; see kept_plan.
    OutputError
        The disk refuses a file; none is half-written then.
    """
    plans, companions = read_with(folder, beside)
    source = _Source(plans[0], kept_map(plans[0]), companions, plans[1:])
    with as_this_version(plans):
        made = _site_pages(source, formats, languages, sites) if sites else _reports(source, formats, languages)
    target = out or folder
    try:
        target.mkdir(parents=True, exist_ok=True)
        _put(made, target)
    except OSError as error:
        raise OutputError(f"The reports could not be written to {target}: {error.strerror or error}.") from error
    if target.resolve() == folder.resolve():
        noted_anew(folder, made)
    altered = tuple(one.folder / name for one in plans for name in one.altered)
    return ReportsWritten(tuple(target / name for name in made), altered)


def _put(made: Mapping[str, bytes], target: Path) -> None:
    """Write all beside their places, then exchange them: a name holds the old report or the new one, whole."""
    parts = {target / f".{name}.part": target / name for name in made}
    try:
        for part, content in zip(parts, made.values(), strict=True):
            part.write_bytes(content)
        for part, place in parts.items():
            os.replace(part, place)  # noqa: PTH105 - replaces on every system
    finally:
        for part in parts:
            part.unlink(missing_ok=True)
