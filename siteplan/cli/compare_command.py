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
        The folders hold no plans of one study.
    """
    from siteplan.present.compare.compare_files import compare_dict, write_comparison
    from siteplan.present.compare.compare_words import compare_lines
    from siteplan.present.compare.compared import compare_plans
    from siteplan.present.files.folder import check_folder
    from siteplan.present.text.command_words import file_lines

    for sentence in check_folder(out) if out else []:
        say_aside(sentence)
    found = compare_plans(folders)
    where = []
    if out:
        write_comparison(found, out)
        where = file_lines({N_("Figures and rules"): out / "compare.csv", N_("Sites"): out / "compare_sites.csv"},
                           found.reader)  # fmt: skip
    if as_json:
        say_json({**compare_dict(found), **({"out": str(out)} if out else {})}, out)
    else:
        say(*compare_lines(found), *where, results=out)
