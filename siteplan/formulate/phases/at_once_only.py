"""What is asked of networks that open at once: a study with phases is told so, and not answered as if it had none."""

from __future__ import annotations

from siteplan.errors import Problem, StudyError
from siteplan.study import Study

__all__ = ["refuse_phases"]


def refuse_phases(study: Study, command: str) -> None:
    """Refuse a question that knows no phases.

    Raises
    ------
    StudyError
        The study has phases.
    """
    if study.plan.phases:
        what = f"`siteplan {command}` asks of networks that open at once, and the study has phases"
        remedy = "Ask a copy of the study without phases, under one budget; `siteplan plan` plans in phases."
        raise StudyError([Problem("study.toml [[plan.phases]]", what, remedy, "phases")])
