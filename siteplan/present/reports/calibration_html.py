"""The page of a calibration: parameters, the choice of the decay, observed against predicted, residuals, notes."""

from __future__ import annotations

import numpy as np

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
from siteplan.present.plan_text.rule_words import records
from siteplan.present.reports.report_page import Document, document_page, figure_of
from siteplan.present.reports.report_parts import Heading, Part, Table
from siteplan.present.text.numbers import NO_NUMBER, exact
from siteplan.present.text.reader import Reader
from siteplan.tradearea.calibration import Calibration

__all__ = ["calibration_html"]


def calibration_html(found: Calibration, reader: Reader) -> str:
    """Return the fit of a study's trade-area model as one page that makes no request."""
    _ = reader.gettext
    notes = [note_text(note, reader) for note in found.notes]
    kept = _(
        "What the flows cannot tell stays as the study has it: the outside option, and how formats and rivals draw."
    )
    document = Document(
        study=found.study,
        title=_("{study}: fit of the trade-area model").format(study=found.study.study.name),
        lead=lead(found, reader),
        sentences=[fit_sentence(found, reader)],
        parts=[
            Part(_("Parameters"), [], [_parameters(found, reader), _decays(found, reader)]),
            Part(_("Observed against predicted"), [], [figure_of(scatter_chart(found, reader))]),
            Part(_("Where the model is off"), [], [figure_of(residual_map(found, reader))]),
            *([Part(_("City tiers"), [], [_tiers(found, reader)])] if found.tiers.fits["group"].nunique() > 1 else []),
            Part(_("Notes"), [*notes, kept]),
        ],
        input_hash=input_hash(found.study),
    )
    return document_page(document, reader)


def _parameters(found: Calibration, reader: Reader) -> Table:
    _ = reader.gettext
    titles = [_("Estimate"), _("Standard error"), _("95 %, from"), _("to"), _("In the study")]
    before = found.study.trade_area
    known = {**before.exponents, "rate": before.rate, "midpoint": before.midpoint}
    same = before.decay == found.decay
    rows = []
    for name, values in parameter_rows(found):
        was = number(known[name]) if same or name in before.exponents else NO_NUMBER
        rows.append([parameter_name(name, reader), *map(number, values), was])
    title = _("Fitted by multinomial maximum likelihood, decay {decay}").format(decay=decay_name(found.decay, reader))
    note = _("Standard errors from the observed information. Dispersion {value}: about 1 if visits scatter by chance.")
    columns = [Heading(_("Parameter"), words=True), *map(Heading, titles)]
    return Table(title, columns, rows, note.format(value=exact(found.model.dispersion_, 2)))


def _decays(found: Calibration, reader: Reader) -> Table:
    _ = reader.gettext
    titles = [_("Held out"), _("Above equal shares"), _("Log-likelihood"), _("Rate"), _("Midpoint")]
    rows = [_decay_row(found, name, reader) for name in found.tested.folds.columns]
    note = _("Held out: mean log-likelihood of a visit from zones left out of the fit, neighbours together.")
    return Table(_("Choice of the decay"), [Heading(_("Decay"), words=True), *map(Heading, titles)], rows, note)


def _decay_row(found: Calibration, name: str, reader: Reader) -> list[str]:
    gain, _error = found.tested.gain(name, "equal shares")
    cells = [decay_name(name, reader), _exact(found.tested.means[name], 4), _exact(gain, 4)]
    model = {str(decay): fit for decay, fit in found.models.items()}.get(name)
    if model is None:
        return [*cells, *[NO_NUMBER] * 3]
    midpoint = number(model.params_["midpoint"]) if "midpoint" in model.params_ else NO_NUMBER
    return [*cells, exact(model.log_likelihood_, 1), number(model.params_["rate"]), midpoint]


def _exact(x: float, decimals: int) -> str:
    return exact(x, decimals) if np.isfinite(x) else NO_NUMBER


def _tiers(found: Calibration, reader: Reader) -> Table:
    _ = reader.gettext
    columns = [Heading(_("City tier"), words=True), Heading(_("Parameter"), words=True)]
    columns += [*map(Heading, (_("Estimate"), _("Standard error"), _("Visits")))]
    place = {tier: n for n, tier in enumerate(found.study.tiers.order)}
    fits = found.tiers.fits.sort_values("group", key=lambda tiers: tiers.map(place), kind="stable")
    rows = [
        [
            reader.tier_name(str(row["group"])),
            parameter_name(str(row["parameter"]), reader),
            number(row["estimate"]),
            number(row["standard_error"]),
            exact(row["visits"]),
        ]
        for row in records(fits)
    ]
    chance = [
        _("{parameter}: p = {p}").format(parameter=parameter_name(str(name), reader), p=f"{p:.2g}")
        for name, p in found.tiers.differ.items()
    ]
    note = _("Chance of such differences between tiers that are alike: {chance}").format(chance=_("; ").join(chance))
    return Table(_("The same model, fitted to each tier"), columns, rows, note)
