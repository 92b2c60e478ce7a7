"""The command `score`: candidates scored, written and told."""

from __future__ import annotations

from pathlib import Path

from siteplan.cli.console import say, say_json
from siteplan.cli.plan_commands import running

__all__ = ["score_of_study"]


def score_of_study(path: Path, out: Path, why: str | None, as_json: bool, language: str | None) -> None:
    """Score the candidates of a study, write the scorecard and tell it; `why` takes one score apart."""
    from siteplan.pipeline import lay_groundwork
    from siteplan.present.files.export import write_scores
    from siteplan.present.model_text.charging_words import charging_notes
    from siteplan.present.model_text.forecast_words import forecast_sentences
    from siteplan.present.model_text.score_lines import score_lines, scored_part, scores_dict
    from siteplan.present.tables.forecast_table import forecast_dict
    from siteplan.present.text.command_words import noted, scored_line
    from siteplan.present.text.reader import Reader

    with running(out, "scores") as run:
        asked, market = run.opened(path, language)
        part = None if why is None else scored_part(market, why)
        ground = lay_groundwork(asked, market, run.stage)
        run.stage("writing")
        write_scores(ground, out, asked.study.language)
    if as_json:
        said = {**scores_dict(ground, part), "forecast": forecast_dict(ground.forecast)}
        say_json({"out": str(out), **said}, out)
    else:
        reader = Reader.of(asked)
        scored = scored_line(int(ground.scorecard.given.sum()), out, reader)
        lines = [*score_lines(ground, part, reader), scored]
        lines += forecast_sentences(ground.forecast, asked, reader)
        lines += noted(charging_notes(ground.charging, reader), reader)
        say(*lines, results=out)
