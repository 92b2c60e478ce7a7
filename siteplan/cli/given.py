"""What the commands are given: arguments and options that several of them share, or that take a line to explain."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

__all__ = [
    "ExplainLimit", "ExportLp", "FromPhase", "FromPlan", "Gap", "InLanguage", "Json", "Out", "ReSolve",
    "Solver", "StudyPath", "TimeLimit", "Why",
]  # fmt: skip


class Language(StrEnum):
    """The languages of maps, reports and summaries."""

    EN = "en"
    ZH_HANS = "zh-Hans"
    ZH_HANT = "zh-Hant"


StudyPath = Annotated[Path, typer.Argument(metavar="STUDY", help="Folder of the study, or its study.toml.")]
Out = Annotated[
    Path | None, typer.Option("--out", metavar="DIR", help="Folder for the results; beside the study if not given.")
]
Gap = Annotated[float | None, typer.Option(help="Stop when proven within this share of the bound, say 0.01.")]
TimeLimit = Annotated[float | None, typer.Option(help="Stop searching after so many seconds.")]
ExplainLimit = Annotated[float | None, typer.Option(help="Processor seconds for the re-solves that explain the plan.")]
RE_SOLVE = "Solve anew at both ends of every range, each within the time limit; else what --explain-limit allows."
ReSolve = Annotated[bool, typer.Option("--re-solve-ranges", help=RE_SOLVE)]
Solver = Annotated[str, typer.Option(metavar="NAME", help="highs, cbc, or another that PuLP finds on this machine.")]
ExportLp = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write the model that the search ended with: .lp or .mps.")
]
Why = Annotated[str | None, typer.Option(metavar="SITE_ID", help="Say why a site, or SITE_ID:FORMAT, has its score.")]
Json = Annotated[bool, typer.Option("--json", help="Print the summary as JSON.")]
InLanguage = Annotated[Language | None, typer.Option(help="Language of the results; else the study's.")]
FROM = "Folder of an earlier plan in phases of this study: what it decided on before --phase stays as it is."
FromPlan = Annotated[Path | None, typer.Option("--from", metavar="DIR", help=FROM)]
FROM_PHASE = "With --from: the phase from which on all is chosen anew, by its name, or its number from 1."
FromPhase = Annotated[str | None, typer.Option("--phase", metavar="NAME", help=FROM_PHASE)]
