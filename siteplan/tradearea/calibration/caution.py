"""What a fit did or found that its user should know: sentences with their figures, and warnings."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from siteplan.errors import N_
from siteplan.errors.params import Params, within
from siteplan.study.decays import DECAYS

__all__ = ["N_", "CalibrationWarning", "Caution", "DecayNoteParams", "decay_notes", "listed", "say_all"]


@dataclass(frozen=True)
class DecayNoteParams(Params):
    """When a rate is outside its usual range.

    Attributes
    ----------
    edge : by how much, in the unit of the rate: what a search may miss
    """

    edge: float = within(1e-6, 0.0)


class CalibrationWarning(UserWarning):
    """A fit that is to be read with care; the text says why and what was done."""


class Caution(str):
    """A sentence in English that keeps its template and figures, so that a report can say it in another language."""

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, str]

    def __new__(cls, template: str, values: Mapping[str, str] | None = None) -> Caution:
        """Return the sentence with its figures filled in."""
        note = super().__new__(cls, template if values is None else template.format_map(values))
        note.template, note.values = template, values or {}
        return note

    def __reduce__(self) -> tuple[type[Caution], tuple[str, Mapping[str, str] | None]]:
        """Pickle by what it is made of."""
        return Caution, (self.template, self.values or None)


def listed(names: Iterable[object], most: int = 5) -> str:
    """Return the first of some names, and how many more there are."""
    told: Sequence[str] = [str(name) for name in names]
    return ", ".join(told[:most]) + (f" (+{len(told) - most})" if len(told) > most else "")


def decay_notes(
    decay: str, rate: float, midpoint: float | None = None, params: DecayNoteParams = DecayNoteParams()
) -> Iterator[Caution]:
    """Yield what is unusual about a decay."""
    usual = DECAYS[decay].usual
    told = {"rate": f"{rate:.4g}", "midpoint": f"{midpoint or 0:.4g}"}
    if rate <= 0:
        text = N_(
            "The fitted rate is {rate}: visits rise with minutes. Check the minutes, or add what attracts "
            "people from afar."
        )
        yield Caution(text, told)
    elif usual is not None and not usual[0] - params.edge <= rate <= usual[1] + params.edge:
        text = N_(
            "The fitted rate {rate} lies outside the usual range of {low} to {high} for this decay. It is kept; check "
            "the unit of the minutes, and whether the flows are of the same kind of trip."
        )
        yield Caution(text, {**told, "low": f"{usual[0]:g}", "high": f"{usual[1]:g}"})
    if midpoint is not None and midpoint <= 0:
        yield Caution(
            N_("The fitted midpoint is {midpoint} minutes: the curve is an exponential within those seen."), told
        )


def say_all(notes: Iterable[Caution]) -> tuple[Caution, ...]:
    """Warn of each note, and return them."""
    told = tuple(notes)
    for note in told:
        warnings.warn(str(note), CalibrationWarning, stacklevel=3)
    return told
