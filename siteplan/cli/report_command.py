"""The command `report`: a saved plan's report as HTML, PDF, slides and workbook, without solving again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from siteplan.cli.console import say, say_aside, say_json

__all__ = ["ReportAsked", "report_plan"]


@dataclass(frozen=True)
class ReportAsked:
    """How a plan is to be told.

    Attributes
    ----------
    formats, languages : names with commas between; None: the usual ones
    sites : ids of those that have a page each, in place of the report
    beside : folders of other plans, of a review and of frontiers that are told with it
    """

    formats: str | None = None
    languages: str | None = None
    sites: Sequence[str] = ()
    beside: Sequence[Path] = ()


def report_plan(folder: Path, out: Path | None, asked: ReportAsked, as_json: bool) -> None:
    """Write the reports of a plan.

    Raises
    ------
    StudyError
        The folder holds no plan that can be read back, or a format or language is none that there is.
    OutputError
        The disk refuses a file.
    """
    from siteplan.present.saved.report_files import FORMATS, write_reports
    from siteplan.present.text.words import LANGUAGES

    usual = "html,pdf" if asked.sites else ",".join(FORMATS)
    named, spoken = _names(usual if asked.formats is None else asked.formats), _names(asked.languages or "")
    _refuse_unknown({"--format": (named, FORMATS), "--language": (spoken, LANGUAGES)})
    _refuse_both(asked)
    written = write_reports(folder, named, spoken, out, asked.sites, asked.beside)
    if as_json:
        say_json(
            {"reports": [str(path) for path in written.paths], "altered": [str(path) for path in written.altered]}, out
        )
        return
    for path in written.altered:
        say_aside(f"{path} is not as siteplan wrote it; the report tells the plan as it was made.")
    say(*map(str, written.paths), results=out)


def _refuse_both(asked: ReportAsked) -> None:
    from siteplan.errors import Problem, StudyError

    if asked.sites and asked.beside:
        remedy = "Ask for the pages of sites and for the report with other results one after the other."
        raise StudyError([Problem("--with", "a site's page tells of one plan alone", remedy)])


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _refuse_unknown(given: dict[str, tuple[list[str], Iterable[str]]]) -> None:
    """Refuse names that there are none of, all at once, each with what there is."""
    from siteplan.data.nearest import nearest
    from siteplan.errors import Problem, StudyError

    problems = []
    for option, (names, known) in given.items():
        for name in names:
            if name not in known:
                near = nearest(name, list(known))
                meant = f"Did you mean {near}? " if near else ""
                problems.append(Problem(option, f"there is no {name!r}", f"{meant}Known: {', '.join(known)}."))
    if not given["--format"][0]:
        problems.append(Problem("--format", "none is named", "Name html, pdf, pptx, xlsx, gpkg or json."))
    if problems:
        raise StudyError(problems)
