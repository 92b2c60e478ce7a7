"""The command `frontier`: what a budget buys and what coverage costs, each point with its proof."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from siteplan.cli.console import say, say_json
from siteplan.cli.plan_commands import beside, running
from siteplan.errors import N_, NoPlanError

if TYPE_CHECKING:
    from siteplan.optimise import Selection

__all__ = ["draw_frontier"]


def draw_frontier(
    study: Path, out: Path | None, points: int, gap: float | None, seconds: float, as_json: bool, language: str | None
) -> None:
    """Draw both curves of a study, write them to `out`, and tell them; the gap is the study's own if none is given.

    Raises
    ------
    StudyError, NoPlanError, OutputError
        The study is wrong, no plan meets its rules, or the folder may not be written to.
    """
    from siteplan.evaluate import Effort
    from siteplan.pipeline import make_frontiers
    from siteplan.present.files.frontier_files import frontiers_dict, write_frontiers
    from siteplan.present.model_text.frontier_words import lines
    from siteplan.present.text.command_words import file_lines
    from siteplan.present.text.reader import Reader
    from siteplan.present.text.stage_words import point_line

    out = out or beside(study, "frontier")
    with running(out, "frontier", 2 * points) as run:
        asked, market = run.opened(study, language)
        reader = Reader.of(asked)

        def point(curve: str, limit: float, selection: Selection) -> None:
            run.stage(point_line(curve, limit, selection, reader))

        effort = Effort(points, asked.plan.gap if gap is None else gap, seconds)
        try:
            found = make_frontiers(asked, market, effort, run.interrupt, run.stage, point)
        except NoPlanError as error:
            raise run.no_plan(error, asked, market, as_json) from None
        run.stage("writing")
        write_frontiers(found, out)
    if as_json:
        say_json({**frontiers_dict(found), "out": str(out)}, out)
    else:
        where = file_lines({N_("Charts"): out / "frontier.html"}, reader)
        say(*lines(found, reader), *where, results=out)
    run.exit_if_stopped()
