"""The model held against today's sales, in sentences, as a table and for scripts."""

from __future__ import annotations

from typing import Any

from siteplan.forecast.held_today import HeldToday
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import NO_NUMBER, amount, exact, share
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.study import Study

__all__ = ["DECAY_DIFFERS", "held_dict", "held_sentences", "held_table", "held_warnings", "signed_share"]

SALES = "vehicles/year"
FLOWS = ("decay", "planned", "fitted", "low", "high", "differs")
DECAY_DIFFERS = N_(
    "The study uses a decay of {planned}; its flows show {fitted} (95 %: {low} to {high}): calibrate "
    "it (siteplan calibrate) or give the reason."
)


def held_sentences(held: HeldToday, study: Study, reader: Reader) -> list[str]:
    """Return modelled beside observed sales in all, by format and site by site, and the decay beside that of flows."""
    if not held.given:
        return _decay(held, reader)
    _ = reader.gettext
    no_better = _("For these sites the model predicts sales no better than the mean of their format.")
    return [
        _in_all(held, study, reader),
        *_far_off(held, reader),
        _by_format(held, reader),
        _by_site(held, reader),
        *_held_out(held, reader),
        *([] if held.tells_places else [no_better]),
        *_decay(held, reader),
    ]


def held_warnings(held: HeldToday, reader: Reader) -> list[str]:
    """Return what a plan's reader has to know: that sales in all are far off, that flows show another decay."""
    differs = held.flows is not None and held.flows.differs
    return [*_far_off(held, reader), *(_decay(held, reader) if differs else [])]


def _far_off(held: HeldToday, reader: Reader) -> list[str]:
    """Return that volumes are not to be relied on, where what own sites sell in all is modelled too far off."""
    if not (held.given and held.far_off):
        return []
    text = reader.gettext(
        "Compared with today, the model is off by {off} in all, more than {most}: do not rely on volumes "
        "until outside and attractiveness are fitted to own sales (siteplan calibrate --to sales)."
    )
    return [text.format(off=signed_share(held.off, reader), most=share(held.params.far_off, reader))]


def held_table(held: HeldToday, reader: Reader) -> Table | None:
    """Return sales of own sites by format, as modelled and as observed; None where no site gives sales."""
    if not held.given:
        return None
    frame = held.by_format.assign(format=[reader.format_name(str(name)) for name in held.by_format.index])
    columns = (v.FORMAT, v.N_SITES, v.OBSERVED, v.MODELLED, v.OFF)
    return table_of(reader.gettext("Sales of own sites: sold and modelled"), frame, columns, reader)


def held_dict(held: HeldToday) -> dict[str, Any]:
    """Return the same for scripts; without sales or flows what is known of the others."""
    flows = {} if held.flows is None else {"flows": {key: getattr(held.flows, key) for key in FLOWS}}
    if not held.given:
        return flows
    formats = {str(name): row.to_dict() for name, row in held.by_format.iterrows()}
    return {
        "sites": len(held.sites),
        "observed": float(held.sites["observed"].sum()),
        "modelled": float(held.sites["modelled"].sum()),
        "off": held.off,
        "far_off": held.far_off,
        "rank_correlation": held.rank,
        "errors": {"modelled": held.errors["modelled"], "format_mean": held.errors["usual"]},
        "tells_places": held.tells_places,
        "formats": formats,
        **({} if held.held_out is None else {"held_out": held_dict(held.held_out)}),
        **flows,
    }


def _decay(held: HeldToday, reader: Reader) -> list[str]:
    """Return the rate that the plan goes by beside that of the study's flows; nothing without flows."""
    if held.flows is None:
        return []
    _ = reader.gettext
    agrees = _("The study's decay of {planned} agrees with its flows: {fitted} (95 %: {low} to {high}).")
    told = {name: f"{getattr(held.flows, name):.3g}" for name in ("planned", "fitted", "low", "high")}
    return [(_(DECAY_DIFFERS) if held.flows.differs else agrees).format(**told)]


def _in_all(held: HeldToday, study: Study, reader: Reader) -> str:
    n = len(held.sites)
    text = reader.ngettext(
        "Compared with today{mark}: {n} own site with sales sold {observed}; modelled {modelled} ({off}).",
        "Compared with today{mark}: {n} own sites with sales sold {observed}; modelled {modelled} ({off}).",
        n,
    )
    mark = f" [{reader.gettext('synthetic')}]" if "facilities" in study.synthetic_tables() else ""
    observed, modelled = (amount(float(held.sites[name].sum()), SALES, reader) for name in ("observed", "modelled"))
    return text.format(mark=mark, n=n, observed=observed, modelled=modelled, off=signed_share(held.off, reader))


def _by_format(held: HeldToday, reader: Reader) -> str:
    _ = reader.gettext
    one = _("{format} {modelled} against {observed} ({off})")
    parts = [
        one.format(
            format=reader.format_name(str(name)),
            modelled=exact(row["modelled"]),
            observed=exact(row["observed"]),
            off=signed_share(float(row["off"]), reader),
        )
        for name, row in held.by_format.iterrows()
    ]
    return _("Modelled against sold, by format: {parts}.").format(parts=_("; ").join(parts))


def _by_site(held: HeldToday, reader: Reader) -> str:
    text = reader.gettext(
        "Site by site the model errs by {mae} ({mape}) on average, the mean of each format by {usual} ({usual_share}); "
        "rank correlation {rank}."
    )
    model, usual = held.errors["modelled"], held.errors["usual"]
    return text.format(
        mae=amount(model["mae"], SALES, reader),
        mape=share(model["mape"], reader),
        usual=amount(usual["mae"], SALES, reader),
        usual_share=share(usual["mape"], reader),
        rank=exact(held.rank, 2),
    )


def _held_out(held: HeldToday, reader: Reader) -> list[str]:
    """Return how the model does on sites that it was not fitted to; nothing where there are too few."""
    if held.held_out is None:
        return []
    text = reader.gettext(
        "Fitted to the sites of other places, it errs by {mae} ({mape}) on those held out, the mean of each format by "
        "{usual} ({usual_share}); rank correlation {rank}."
    )
    model, usual = held.held_out.errors["modelled"], held.held_out.errors["usual"]
    told = text.format(
        mae=amount(model["mae"], SALES, reader),
        mape=share(model["mape"], reader),
        usual=amount(usual["mae"], SALES, reader),
        usual_share=share(usual["mape"], reader),
        rank=exact(held.held_out.rank, 2),
    )
    return [told]


def signed_share(x: float, reader: Reader) -> str:
    """Write a part of one as per cent, with its sign."""
    told = share(x, reader)
    return f"+{told}" if x > 0 and told != NO_NUMBER else told
