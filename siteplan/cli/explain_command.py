"""The command `explain`: why this site of a saved plan, why not that one."""

from __future__ import annotations

from pathlib import Path

from siteplan.cli.console import Console, Work, say, say_json
from siteplan.cli.plan_commands import Run
from siteplan.cli.signals import interruptible

__all__ = ["explain_folder"]

STAGES = ("reading", "minutes", "trade areas", "scores", "forecast", "explanation")


def explain_folder(
    folder: Path, sites: list[str], study: Path | None, limit: float, as_json: bool, language: str | None
) -> None:
    """Explain sites of the plan in a folder, and tell it.

    Raises
    ------
    StudyError
        There is no plan, its study is not found or has changed since, or a site is none of it.
    """
    from siteplan.present.plan_text.why_site import why_dict, why_lines
    from siteplan.present.text.reader import Reader
    from siteplan.store.explain_saved import saved_question

    with interruptible() as interrupt, Console(Work(STAGES)) as console:
        run = Run(console, interrupt)
        if language is not None:
            run.speak(language)
        run.stage("reading")
        asked = saved_question(folder, study).speaking(language)
        run.speak(asked.study.study.language)
        found = asked.explained(sites, limit, interrupt, run.stage)
    if as_json:
        say_json({"plan": str(folder), **why_dict(found)})
    else:
        say(*why_lines(found, Reader.of(asked.study)))
    run.exit_if_stopped()
