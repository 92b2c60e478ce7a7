"""Check what phases, outlooks and risks are called in other languages: a reader must tell them apart."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.section import TRANSLATED

__all__ = ["name_problems"]


def name_problems(study: Study) -> Iterator[Problem]:
    """Yield names in a language that several phases, outlooks or risks bear; of their own names others tell."""
    named = {"plan.phases": study.plan.phases, "outlooks": study.outlooks, "risks": study.risks}
    for section, some in named.items():
        for key in (f"name_{tag}" for tag in TRANSLATED):
            for name, count in Counter(getattr(one, key) for one in some).items():
                if name and count > 1:
                    what = f'{count} of them are called "{name}"'
                    yield Problem(f"{TOML} [[{section}]]", what, "Give each its own name in this language.", key)
