"""`siteplan review`: what becomes of today's sites, written and told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from siteplan.cli.console import say, say_json
from siteplan.cli.plan_commands import running
from siteplan.errors import N_, NoPlanError

__all__ = ["review_of_study"]


def review_of_study(path: Path, out: Path, changes: dict[str, float], as_json: bool, language: str | None) -> None:
    """Review the network of a study, write the review and tell it."""
    from siteplan.data import revised_plan
    from siteplan.pipeline import make_review
    from siteplan.present.review.review_files import review_dict, write_review
    from siteplan.present.review.review_words import review_lines
    from siteplan.present.text.command_words import file_lines
    from siteplan.present.text.reader import Reader

    with running(out, "review") as run:
        study, market = run.opened(path, language)
        asked = revised_plan(study, changes)
        run.console.work = replace(run.console.work, seconds=asked.plan.time_limit)
        try:
            found = make_review(asked, market, run.console.progress, run.interrupt, run.stage)
        except NoPlanError as error:
            raise run.no_plan(error, asked, market, as_json) from None
        run.stage("writing")
        write_review(found, out, study.study.language)
    reader = Reader.of(asked)
    if as_json:
        say_json({**review_dict(found), "out": str(out)}, out)
    else:
        where = file_lines({N_("Review"): out / "review.html"}, reader)
        say(*review_lines(found, reader), *where, results=out)
    run.exit_if_stopped()
