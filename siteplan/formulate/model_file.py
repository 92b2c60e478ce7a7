"""The file of the model that a search ended with: whole or not there, whatever was there before."""

from __future__ import annotations

from pathlib import Path

from siteplan.data.partial import part_beside, sweep
from siteplan.errors import OutputError
from siteplan.optimise import Selection, SiteProblem, export_master
from siteplan.optimise.model_export import check_export

__all__ = ["check_model_file", "write_model"]


def check_model_file(file: Path) -> None:
    """Refuse a file that the model cannot be written to; call it before the long work. See optimise.check_export."""
    check_export(file)
    sweep(file.resolve(), Path.is_file)


def write_model(problem: SiteProblem, selection: Selection, file: Path) -> None:
    """Write the model as .lp or .mps, by the file's suffix.

    Raises
    ------
    OutputError
        The disk refused it; what was there is as it was.
    """
    check_model_file(file)
    target = file.resolve()
    try:
        with part_beside(target, folder=False) as part:
            export_master(problem, selection, part)
            part.replace(target)
    except OSError as error:
        raise OutputError(f"The model could not be written to {file}: {error.strerror or error}.") from error
