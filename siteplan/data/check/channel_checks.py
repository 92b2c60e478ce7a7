"""Check what study.toml says on conflicts and aims: limits that do not rise, territories beyond all known minutes."""

from __future__ import annotations

from collections.abc import Iterator

from siteplan.data.check.rule_checks import TOML
from siteplan.data.nearest import did_you_mean
from siteplan.errors import Problem
from siteplan.study import Study
from siteplan.study.aims_spec import AIMS
from siteplan.study.conflict_spec import LEVELS

__all__ = ["channel_problems"]

CONFLICT, SCORECARD = f"{TOML} [conflict]", f"{TOML} [scorecard]"


def channel_problems(study: Study) -> Iterator[Problem]:
    """Yield what contradicts itself in [conflict] and [scorecard]."""
    yield from _aims(study)
    limits, most = study.conflict, study.travel.max_minutes
    if missing := [level for level in LEVELS if level not in limits.share_lost]:
        what = f"no limit is given for {', '.join(missing)}"
        yield Problem(CONFLICT, what, "Give all three, as { low = 0.1, medium = 0.2, high = 0.3 }.", "share_lost")
    else:
        given = [limits.share_lost[level] for level in LEVELS]
        if not given[0] < given[1] < given[2]:
            what = f"the limits {', '.join(f'{x:g}' for x in given)} do not rise from low to high"
            yield Problem(CONFLICT, what, "Let each be more than the one before.", "share_lost")
    minutes = limits.territory_minutes
    if minutes is not None and minutes > most:
        what = f"{minutes:g} minutes are more than travel.max_minutes, which is {most:g}"
        yield Problem(CONFLICT, what, f"Give {most:g} or less, or raise max_minutes.", "territory_minutes")


def _aims(study: Study) -> Iterator[Problem]:
    """Find thresholds of figures that the scorecard does not have, and such that nothing can meet."""
    functions = {f for spec in study.formats.values() for f in spec.functions}
    by_function = [f"{id_}_{f}" for id_ in AIMS["customer"] for f in sorted(functions)]
    known = [*(id_ for side, ids in AIMS.items() if side != "customer" for id_ in ids), *by_function]
    for name, gate in study.scorecard.thresholds.items():
        low, high = gate.at_least, gate.at_most
        if name not in known:
            what = f'the scorecard has no figure "{name}"'
            yield Problem(SCORECARD, what, did_you_mean(name, known, "It has"), "thresholds")
        elif low is not None and high is not None and low > high:
            what = f"at least {low:g} and at most {high:g} cannot both be met"
            yield Problem(SCORECARD, what, "Correct one of the two.", name)
