"""What a sales forecast rests on, how good it is, and why there may be none, in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.forecast import Forecast
from siteplan.present.model_text.score_words import criterion_name
from siteplan.present.text.numbers import amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study

__all__ = ["forecast_sentences", "model_name", "trait_name"]

_MODELS: Mapping[str, str] = {
    "huff": N_("Huff capture alone, scaled"),
    "poisson": N_("Poisson regression"),
    "boosting": N_("boosted trees"),
    "format_mean": N_("the mean of each format"),
}


_TRAITS: Mapping[str, str] = {
    "log_capture": N_("modelled sales"),
    "area": N_("floor area"),
    "footfall_around": N_("foot traffic nearby"),
}


def trait_name(trait: str, reader: Reader) -> str:
    """Return what a trait is called by which places are compared."""
    return reader.gettext(_TRAITS[trait]) if trait in _TRAITS else criterion_name(trait, reader)


def model_name(model: str, reader: Reader) -> str:
    """Return what a model is called."""
    return reader.gettext(_MODELS[model])


def forecast_sentences(forecast: Forecast, study: Study, reader: Reader) -> list[str]:
    """Return which model is used, why, how far off it is, and what it leaves out; or why there is no forecast."""
    if forecast.refusal:
        return [_refusal(forecast, reader), *_left_out(forecast, reader)]
    _ = reader.gettext
    nothing = _("It is not certainly better than the mean of each format: these sales say little about places.")
    return [
        _model(forecast, study, reader),
        _errors(forecast, reader),
        *([] if forecast.place_tells else [nothing]),
        _("The intervals hold the sales of about four in five sites not yet open (CV+, 80 %)."),
        *_lacking(forecast, reader),
        *_left_out(forecast, reader),
    ]


def _refusal(forecast: Forecast, reader: Reader) -> str:
    _, _n = reader.gettext, reader.ngettext
    n = len(forecast.observed.sales)
    few = _n(
        "No sales forecast: {n} own site has usable annual sales, and {needed} are needed.",
        "No sales forecast: {n} own sites have usable annual sales, and {needed} are needed.",
        n,
    )
    return {
        "few": few,
        "alike": _(
            "No sales forecast: all {n} own sites report the same annual sales, which say nothing about places."
        ),
        "one_place": _("No sales forecast: all {n} own sites with annual sales are at one place."),
    }[forecast.refusal].format(n=n, needed=forecast.params.needed)


def _model(forecast: Forecast, study: Study, reader: Reader) -> str:
    _ = reader.gettext
    said = (
        _("Sales forecast{mark}: {model}, fitted to {n} own sites; no richer model is certainly better.")
        if forecast.model == "huff"
        else _(
            "Sales forecast{mark}: {model}, fitted to {n} own sites; the simplest that does about as well as "
            "the best, and better than the Huff capture alone."
        )
    )
    mark = f" [{_('synthetic')}]" if "facilities" in study.synthetic_tables() else ""
    return said.format(mark=mark, model=model_name(forecast.model, reader), n=exact(len(forecast.observed.sales)))


def _errors(forecast: Forecast, reader: Reader) -> str:
    """Return how far off each model is on sites held out."""
    _ = reader.gettext
    parts = [
        _("{model} {mae} ({mape})").format(
            model=model_name(str(name), reader),
            mae=amount(row["mae"], "", reader),
            mape=share(row["mape"], reader),
        )
        for name, row in forecast.errors.iterrows()
    ]
    text = _("Mean error on own sites held out in {n} spatial blocks, vehicles/year: {errors}.")
    return text.format(n=exact(forecast.blocks), errors=_("; ").join(parts))


def _lacking(forecast: Forecast, reader: Reader) -> list[str]:
    """Return which options get no forecast."""
    _n = reader.ngettext
    lacking = forecast.options["lacking"]
    counts = {why: int((lacking == why).sum()) for why in ("format", "beyond")}
    said = {
        "format": _n(
            "No forecast for {n} option of a format that no own site with sales has.",
            "No forecast for {n} options of formats that no own site with sales has.",
            counts["format"],
        ),
        "beyond": _n(
            "No forecast for {n} option at a place unlike any own site.",
            "No forecast for {n} options at places unlike any own site.",
            counts["beyond"],
        ),
    }
    return [said[why].format(n=exact(n)) for why, n in counts.items() if n]


def _left_out(forecast: Forecast, reader: Reader) -> list[str]:
    """Return which own sites are not learnt from."""
    _ = reader.gettext
    reasons = {
        "missing": _("{n} without annual sales"),
        "sells_none": _("{n} of formats that sold nothing"),
        "new": _("{n} open for less than a year (not scaled up)"),
        "rare": _("{n} of formats with fewer than three such sites"),
    }
    found = forecast.observed.left_out
    parts = [reasons[why].format(n=exact(len(sites))) for why, sites in found.items()]
    undated = _("The table of own sites, or its sites, have no date: none is left out as newly opened.")
    said = [_("Own sites left out: {parts}.").format(parts=_("; ").join(parts))] if parts else []
    return said if forecast.observed.dated or forecast.refusal else [*said, undated]
