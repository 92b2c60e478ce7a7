"""A fit to own sales in sentences: what was fitted, how well, and what to mind."""

from __future__ import annotations

from siteplan.forecast.fitted_sales import OUTSIDE, FittedSales
from siteplan.present.model_text.held_words import held_sentences, signed_share
from siteplan.present.text.lines import aligned
from siteplan.present.text.numbers import exact, share
from siteplan.present.text.reader import Reader

__all__ = ["lines"]


def lines(found: FittedSales, reader: Reader) -> list[str]:
    """Return the fit for the command line."""
    _ = reader.gettext
    kept = _(
        "Note: these sales do not determine the outside option: it keeps its value, and the formats are "
        "fitted around it."
    )
    unlike = _("Note: on sites held out, the mean of each format does as well: this model does not distinguish places.")
    return [
        *(_parameter(found, str(name), reader) for name in found.parameters.index),
        "",
        *aligned(_errors(found, reader)),
        "",
        *held_sentences(found.after, found.study, reader),
        *([] if found.with_outside else [kept]),
        *([] if found.held_out.tells_places else [unlike]),
    ]


def _errors(found: FittedSales, reader: Reader) -> list[tuple[str, str, str, str]]:
    """Return how far off sales are in all and by site, as before, as fitted, on sites held out, and by the mean."""
    _ = reader.gettext
    parts = {
        _("before"): found.before,
        _("fitted"): found.after,
        _("held out in spatial blocks"): found.held_out,
    }
    rows = [
        (name, signed_share(held.off, reader), share(held.errors["modelled"]["mape"], reader), exact(held.rank, 2))
        for name, held in parts.items()
    ]
    usual = share(found.held_out.errors["usual"]["mape"], reader)
    return [
        (_("Own sites' sales, off by"), _("in all"), _("by site"), _("rank correlation")),
        *rows,
        (_("the mean of each format, held out"), "", usual, ""),
    ]


def _outside(found: FittedSales, reader: Reader) -> str:
    """Return what the figure of the outside option is of."""
    _, area = reader.gettext, found.study.trade_area
    if len(area.outside) == 1:
        return _("outside option")
    named = area.outside_tier
    tier = _("all tiers not named") if named == "default" else reader.tier_name(named)
    return _("outside option of {tier} (the largest; the other tiers in proportion)").format(tier=tier)


def _parameter(found: FittedSales, name: str, reader: Reader) -> str:
    _ = reader.gettext
    row = found.parameters.loc[[name]].to_dict("records")[0]
    what = _outside(found, reader) if name == OUTSIDE else _("attractiveness of {format}")
    text = _("{what}: {value} (95 %: {low} to {high}); the study had {before}.")
    told = {key: f"{row[key]:.4g}" for key in ("value", "low", "high", "before")}
    return text.format(what=what.format(format=reader.format_name(name)), **told)
