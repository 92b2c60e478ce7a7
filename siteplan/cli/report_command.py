"""The command `report`: a saved plan's report as HTML, PDF, slides and workbook, without solving again."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from siteplan.cli.console import say, say_aside, say_json

__all__ = ["report_plan"]


def report_plan(
    folder: Path,
    formats: str | None,
    languages: str | None,
    out: Path | None,
    sites: list[str],
    beside: list[Path],
    as_json: bool,
) -> None:
    """Write the reports of a plan, or a page on each of `sites`; formats and languages are names apart by commas.

    `beside` are folders of what is told with it.

    Raises
    ------
    StudyError
        The folder holds no plan that can be read back, or a format or language is none that there is.
    OutputError
        The disk refuses a file.
    """
    from siteplan.present.saved.report_files import FORMATS, write_reports
    from siteplan.present.text.words import LANGUAGES

    usual = "html,pdf" if sites else ",".join(FORMATS)
    named, spoken = _names(usual if formats is None else formats), _names(languages or "")
    _refuse_unknown({"--format": (named, FORMATS), "--language": (spoken, LANGUAGES)})
    written = write_reports(folder, named, spoken, out, sites, beside)
    if as_json:
        say_json({"reports": [str(path) for path in written.paths], "altered": list(written.altered)}, out)
        return
    for name in written.altered:
        say_aside(f"{folder / name} is not as siteplan wrote it; the report tells the plan as it was made.")
    say(*map(str, written.paths), results=out)


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
        problems.append(Problem("--format", "none is named", "Name html, pdf, pptx, xlsx or gpkg."))
    if problems:
        raise StudyError(problems)
