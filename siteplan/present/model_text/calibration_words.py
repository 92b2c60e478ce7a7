"""A calibration in sentences: what was fitted, how well, and what to mind."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.present.plan_text.sentences import percent
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study.decays import DECAYS
from siteplan.tradearea.calibration import Calibration, Caution

__all__ = ["decay_name", "fit_sentence", "lead", "lines", "note_text", "number", "parameter_name", "parameter_rows"]

_DECAYS: Mapping[str, str] = {**{name: kind.title for name, kind in DECAYS.items()}, "equal shares": N_("equal shares")}
_PARAMETERS: Mapping[str, str] = {"rate": N_("rate"), "midpoint": N_("midpoint (minutes)")}


def decay_name(name: str, reader: Reader) -> str:
    """Return a decay as people read it."""
    return reader.gettext(_DECAYS.get(name, name))


def parameter_name(name: str, reader: Reader) -> str:
    """Return a parameter as people read it."""
    _ = reader.gettext
    return _(_PARAMETERS[name]) if name in _PARAMETERS else _("exponent of {name}").format(name=name)


def note_text(note: Caution, reader: Reader) -> str:
    """Return a note in the reader's language."""
    told = {key: decay_name(value, reader) if value in _DECAYS else value for key, value in note.values.items()}
    return reader.gettext(note.template).format_map(told)


def number(x: float) -> str:
    """Return a parameter with four digits."""
    return f"{x:.4g}".replace("-", "−")


def lead(found: Calibration, reader: Reader) -> str:
    """Return the decay that was chosen, with its rate, beside what the study assumed."""
    _ = reader.gettext
    _rate, _error, low, high = dict(parameter_rows(found))["rate"]
    before = found.study.trade_area
    text = _("Decay {decay}, rate {rate} (95 %: {low} to {high}); the study had {before}, rate {rate_before}.")
    return text.format(
        decay=decay_name(found.decay, reader),
        rate=number(found.model.params_["rate"]),
        low=number(low),
        high=number(high),
        before=decay_name(before.decay, reader),
        rate_before=number(before.rate),
    )


def fit_sentence(found: Calibration, reader: Reader) -> str:
    """Return what was fitted and how much better it is than equal shares, on zones held out too."""
    _ = reader.gettext
    pairs = found.pairs
    gain, error = found.tested.gain(found.decay, "equal shares")
    text = _(
        "{visits} visits from {zones} zones to {sites} sites; McFadden's pseudo-R² {r2}; on zones held out, the "
        "log-likelihood of a visit is {gain} ± {error} above that of equal shares."
    )
    return text.format(
        visits=exact(float(pairs["visits"].sum())),
        zones=exact(pairs["zone_id"].nunique()),
        sites=exact(pairs["site_id"].nunique()),
        r2=percent(found.model.pseudo_r2_, reader),
        gain=exact(gain, 3),
        error=exact(error, 3),
    )


def parameter_rows(found: Calibration) -> list[tuple[str, list[float]]]:
    """Return name and estimate, standard error, low and high of each parameter."""
    table = found.model.summary()
    return [(str(name), row) for name, row in zip(table.index, table.to_numpy(float).tolist(), strict=True)]


def lines(found: Calibration, reader: Reader) -> list[str]:
    """Return the calibration for the command line."""
    _ = reader.gettext
    said = _("{name}: {estimate} ± {error} (95 %: {low} to {high})")
    told = []
    for name, row in parameter_rows(found):
        estimate, error, low, high = map(number, row)
        told.append(
            "  " + said.format(name=parameter_name(name, reader), estimate=estimate, error=error, low=low, high=high)
        )
    notes = [_("Note on {text}").format(text=note_text(note, reader)) for note in found.notes]
    return [lead(found, reader), fit_sentence(found, reader), *told, *notes]
