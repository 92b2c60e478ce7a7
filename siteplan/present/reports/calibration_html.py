"""The page of a calibration: parameters, the choice of the decay, observed against predicted, residuals, notes."""

from __future__ import annotations

from typing import Any

import pandas as pd

from siteplan.data import input_hash
from siteplan.present.charts.calibration_charts import residual_map, scatter_chart
from siteplan.present.model_text.calibration_words import (
    decay_name,
    fit_sentence,
    lead,
    note_text,
    number,
    parameter_name,
    parameter_rows,
)
from siteplan.present.reports.report_page import document_page
from siteplan.present.reports.report_parts import Document, Part
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, frame_of, table_of
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader
from siteplan.tradearea.calibration import Calibration

__all__ = ["calibration_html"]

PARAMETERS = (v.PARAMETER, v.ESTIMATE, v.STANDARD_ERROR, v.LOW_95, v.HIGH_95, v.IN_STUDY)
DECAYS = (v.DECAY, v.HELD_OUT, v.ABOVE_EQUAL, v.LOG_LIKELIHOOD, v.RATE, v.MIDPOINT)
TIERS = (v.TIER, v.PARAMETER, v.ESTIMATE, v.STANDARD_ERROR, v.VISITS)


def calibration_html(found: Calibration, reader: Reader) -> str:
    """Return the fit of a study's trade-area model as one page that makes no request."""
    _ = reader.gettext
    notes = [note_text(note, reader) for note in found.notes]
    kept = _(
        "What the flows do not determine stays as in the study: the outside option, and the "
        "attractiveness of formats and competitors."
    )
    document = Document(
        study=found.study,
        title=_("{study}: fit of the trade-area model").format(study=reader.study_name(found.study)),
        lead=lead(found, reader),
        sentences=[fit_sentence(found, reader)],
        parts=[
            Part(_("Parameters"), [], [_parameters(found, reader), _decays(found, reader)]),
            Part(_("Observed against predicted"), [], [scatter_chart(found, reader)]),
            Part(_("Where the model is off"), [], [residual_map(found, reader)]),
            *([Part(_("City tiers"), [], [_tiers(found, reader)])] if found.tiers.fits["group"].nunique() > 1 else []),
            Part(_("Notes"), [*notes, kept]),
        ],
        input_hash=input_hash(found.study),
    )
    return document_page(document, reader)


def _parameters(found: Calibration, reader: Reader) -> Table:
    _ = reader.gettext
    before = found.study.trade_area
    known = {**before.exponents, "rate": before.rate, "midpoint": before.midpoint}
    same = before.decay == found.decay
    rows = []
    for name, values in parameter_rows(found):
        was = number(known[name]) if same or name in before.exponents else None
        rows.append([parameter_name(name, reader), *map(number, values), was])
    title = _("Fitted by multinomial maximum likelihood, decay {decay}").format(decay=decay_name(found.decay, reader))
    note = _("Standard errors from the observed information. Dispersion {value}: about 1 if visits scatter by chance.")
    note = note.format(value=exact(found.model.dispersion_, 2))
    return table_of(title, frame_of(PARAMETERS, rows), PARAMETERS, reader, note=note)


def _decays(found: Calibration, reader: Reader) -> Table:
    _ = reader.gettext
    frame = pd.DataFrame([_decay_row(found, str(name), reader) for name in found.tested.folds.columns])
    note = _("Held out: mean log-likelihood of a visit from zones left out of the fit, neighbours together.")
    return table_of(_("Choice of the decay"), frame, DECAYS, reader, note=note)


def _decay_row(found: Calibration, name: str, reader: Reader) -> dict[str, Any]:
    gain, _error = found.tested.gain(name, "equal shares")
    tested = {"decay": decay_name(name, reader), "held_out": found.tested.means[name], "above_equal_shares": gain}
    model = {str(decay): fit for decay, fit in found.models.items()}.get(name)
    if model is None:
        return {**tested, "log_likelihood": None, "rate": None, "midpoint": None}
    fitted = {name: number(model.params_[name]) if name in model.params_ else None for name in ("rate", "midpoint")}
    return {**tested, "log_likelihood": model.log_likelihood_, **fitted}


def _tiers(found: Calibration, reader: Reader) -> Table:
    _ = reader.gettext
    place = {tier: n for n, tier in enumerate(found.study.tiers.order)}
    fits = found.tiers.fits.sort_values("group", key=lambda tiers: tiers.map(place), kind="stable")
    frame = fits.assign(
        tier=[reader.tier_name(str(tier)) for tier in fits["group"]],
        parameter=[parameter_name(str(name), reader) for name in fits["parameter"]],
        estimate=fits["estimate"].map(number),
        standard_error=fits["standard_error"].map(number),
    )
    chance = [
        _("{parameter}: p = {p}").format(parameter=parameter_name(str(name), reader), p=f"{p:.2g}")
        for name, p in found.tiers.differ.items()
    ]
    note = _("Chance of such differences if the tiers were alike: {chance}").format(chance=_("; ").join(chance))
    return table_of(_("The same model, fitted to each tier"), frame, TIERS, reader, note=note)
