"""The command `compare`: saved plans side by side."""

from __future__ import annotations

from pathlib import Path

from siteplan.cli.console import say, say_aside, say_json
from siteplan.errors import N_

__all__ = ["compare_folders"]


def compare_folders(folders: list[Path], out: Path | None, as_json: bool) -> None:
    """Compare plans, tell it in the language of the first, and write it where `out` says.

    Raises
    ------
    StudyError
        The folders keep no two to five plans of one study.
    """
    from siteplan.present.compare.compare_files import compare_dict, write_comparison
    from siteplan.present.compare.compare_words import compare_lines
    from siteplan.present.compare.compared import compare_plans
    from siteplan.present.files.folder import check_folder
    from siteplan.present.text.command_words import file_lines

    for sentence in check_folder(out) if out else []:
        say_aside(sentence)
    found = compare_plans(folders)
    for kept in found.plans:
        for name in kept.altered:
            say_aside(f"{kept.folder / name} is not as siteplan wrote it; the plan is told as it was made.")
    where = []
    if out:
        write_comparison(found, out)
        files = {N_("Page"): "compare.html", N_("Figures and rules"): "compare.csv", N_("Sites"): "compare_sites.csv"}
        where = file_lines({title: out / name for title, name in files.items()}, found.reader)
    if as_json:
        say_json({**compare_dict(found), **({"out": str(out)} if out else {})}, out)
    else:
        say(*compare_lines(found), *where, results=out)
