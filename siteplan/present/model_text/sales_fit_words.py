"""A fit to own sales in sentences: what was fitted, how well, and what to mind."""

from __future__ import annotations

from siteplan.forecast.fitted_sales import OUTSIDE, FittedSales
from siteplan.present.model_text.held_words import held_sentences, signed_share
from siteplan.present.text.lines import aligned
from siteplan.present.text.names import format_name
from siteplan.present.text.numbers import exact, share
from siteplan.present.text.words import gettext_for

__all__ = ["lines"]


def lines(found: FittedSales, language: str) -> list[str]:
    """Return the fit for the command line."""
    _ = gettext_for(language)
    kept = _("Note: these sales do not tell the outside option; it stays, and every format is fitted beside it.")
    unlike = _("Note: on sites held out, the mean of each format does as well: this model does not tell places apart.")
    return [
        *(_parameter(found, str(name), language) for name in found.parameters.index),
        "",
        *aligned(_errors(found, language)),
        "",
        *held_sentences(found.after, found.study, language),
        *([] if found.with_outside else [kept]),
        *([] if found.held_out.tells_places else [unlike]),
    ]


def _errors(found: FittedSales, language: str) -> list[tuple[str, str, str, str]]:
    """Return how far off sales are in all and by site, as before, as fitted, on sites held out, and by the mean."""
    _ = gettext_for(language)
    parts = {
        _("as the study was"): found.before,
        _("fitted"): found.after,
        _("held out in spatial blocks"): found.held_out,
    }
    rows = [
        (name, signed_share(held.off, language), share(held.errors["modelled"]["mape"], language), exact(held.rank, 2))
        for name, held in parts.items()
    ]
    usual = share(found.held_out.errors["usual"]["mape"], language)
    return [
        (_("Own sites' sales, off by"), _("in all"), _("by site"), _("rank correlation")),
        *rows,
        (_("the mean of each format, held out"), "", usual, ""),
    ]


def _parameter(found: FittedSales, name: str, language: str) -> str:
    _ = gettext_for(language)
    row = found.parameters.loc[[name]].to_dict("records")[0]
    what = _("outside option") if name == OUTSIDE else _("attractiveness of {format}")
    text = _("{what}: {value} (95 %: {low} to {high}); the study had {before}.")
    told = {key: f"{row[key]:.4g}" for key in ("value", "low", "high", "before")}
    return text.format(what=what.format(format=format_name(name, language)), **told)
