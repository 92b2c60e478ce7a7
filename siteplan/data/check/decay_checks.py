"""Check how far people drive to each format: curves and reach of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from siteplan.errors import Problem
from siteplan.study import Format, Study
from siteplan.study.decays import DECAYS
from siteplan.study.format_spec import OWN_DECAY
from siteplan.study.trade_area_spec import OWN_CURVE

__all__ = ["decay_problems", "decay_tiers"]


def decay_problems(study: Study) -> Iterator[Problem]:
    """Yield what a format says of how people drive to it that would change nothing, or cannot be."""
    for name, spec in study.formats.items():
        where = f"study.toml [formats.{name}]"
        yield from _unused(study, spec, where)
        yield from _too_far(study, spec, where, _range_ends(study, name))


def decay_tiers(study: Study) -> dict[str, Mapping[str, float]]:
    """Return figures by the tier of where people live, each by its section."""
    found: dict[str, Mapping[str, float]] = {"trade_area.outside": study.trade_area.outside}
    for name, spec in study.formats.items():
        found |= {f"formats.{name}.{key}": by for key in OWN_CURVE if (by := getattr(spec, key)) is not None}
    return found


def _unused(study: Study, spec: Format, where: str) -> Iterator[Problem]:
    """Find what nothing goes by: a midpoint of a curve without one, and any of it where nothing is sold."""
    given = [key for key in OWN_DECAY if getattr(spec, key) is not None]
    attended = study.plan.objective == "attendance" and study.plan.coverage in spec.functions
    if given and not (spec.sells or attended):
        what = "how far people drive to buy at a format that sells nothing"
        remedy = "Leave it out; how far its functions reach stands in [tiers.minutes]."
        yield Problem(where, what, remedy, ", ".join(given))
    elif "midpoint" in given and not DECAYS[study.trade_area.decay].bends:
        bent = " or ".join(f'decay = "{name}"' for name, kind in DECAYS.items() if kind.bends)
        what = f"the decay of [trade_area] is {study.trade_area.decay}, which has no midpoint"
        yield Problem(where, what, f"Leave it out, or set {bent} there.", "midpoint")


def _range_ends(study: Study, name: str) -> list[float]:
    """Return the ends of the range of a format's reach, if it has one."""
    path = ("formats", name, "max_minutes")
    return [limits.high for limits in study.figure_ranges if limits.path == path]


def _too_far(study: Study, spec: Format, where: str, ends: list[float]) -> Iterator[Problem]:
    """Find a reach beyond what minutes are known for."""
    most, asked = study.travel.max_minutes, [spec.max_minutes or 0.0, *ends]
    if max(asked) > most:
        what = f"{max(asked):g} minutes are more than travel.max_minutes, which is {most:g}"
        yield Problem(where, what, f"Give {most:g} or less, or raise max_minutes in [travel].", "max_minutes")
