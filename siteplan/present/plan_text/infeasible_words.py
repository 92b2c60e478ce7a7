"""Why there is no plan, in words: what conflicts, what can be had, what gives a plan, which places stand in the way."""

from __future__ import annotations

from collections.abc import Sequence

from siteplan.errors import NoPlanError
from siteplan.market import Market
from siteplan.present.plan_text.rule_words import asked_text, rule_name, rule_value
from siteplan.present.text.goals import figure_text
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from siteplan.study import Study
from siteplan.study.objectives import goal_of
from siteplan.study.reason import Change, Correction, Figure, Place, Reason

__all__ = [
    "attainable_text",
    "change_texts",
    "conflict_text",
    "no_plan_lines",
    "no_reason_text",
    "place_of",
    "place_text",
    "worth_text",
]

DIGITS = 4  # of amounts: as many as the diagnosis gives
MOST_CORRECTIONS = 6


def no_plan_lines(error: NoPlanError, study: Study, market: Market, reader: Reader) -> list[str]:
    """Return the whole answer, in as far as it is known."""
    _, reason = reader.gettext, error.reason
    if error.stopped:
        return [_("Cancelled before a plan was found; nothing was written.")]
    if not error.proven:
        return [_("No plan was found in time. Whether one exists is not known: give the search more time.")]
    if reason is None:
        return [no_reason_text(reader)]
    figures = [attainable_text(figure, study, reader) for figure in reason.figures]
    lines = [conflict_text(reason, study, reader), *(f"- {text}" for text in figures)]
    corrections = [_correction_text(correction, study, reader) for correction in reason.corrections[:MOST_CORRECTIONS]]
    lines += _listed(_("Changes that give a plan, the fewest first:"), corrections)
    places = [place_text(place, study, market, reader) for place in reason.places]
    lines += _listed(_("People whom even the nearest plan leaves uncovered:"), places)
    return lines


def no_reason_text(reader: Reader) -> str:
    """Return what is sure where no reason is known."""
    return reader.gettext("No plan meets every rule; which of them conflict was not found in time.")


def conflict_text(reason: Reason, study: Study, reader: Reader) -> str:
    """Return which rules cannot hold together."""
    _ = reader.gettext
    names = _("; ").join(rule_name(rule, study, reader) for rule in reason.conflict)
    if len(reason.conflict) == 1:
        return _("No plan exists. One rule cannot be met, whatever the others: {rules}.").format(rules=names)
    few = _("No plan exists. These {n} of {all} rules conflict: {rules}.")
    some = _("No plan exists. Among these {n} of {all} rules some conflict: {rules}.")
    text = few if reason.proven else some
    return text.format(n=len(reason.conflict), all=reason.n_rules, rules=names)


def attainable_text(figure: Figure, study: Study, reader: Reader) -> str:
    """Return what one limit asks and how near it can be met."""
    _ = reader.gettext
    asked = _("{rule}: {asked} required").format(
        rule=rule_name(figure.rule, study, reader), asked=asked_text(figure.model_dump(), reader)
    )
    parts = [asked]
    if figure.alone is not None:
        parts.append(_("{reach}, whatever the other rules").format(
            reach=_reach(figure, figure.alone, figure.alone_beyond, reader)
        ))  # fmt: skip
    if figure.best is not None:
        parts.append(_kept(figure, reader).format(
            reach=_reach(figure, figure.best, figure.beyond, reader),
            rules=_(", ").join(rule_name(rule, study, reader) for rule in figure.without),
        ))  # fmt: skip
    elif figure.alone is None:
        parts.append(_("it can only be left out"))
    return _("{sentence}.").format(sentence=_("; ").join(parts))


def change_texts(correction: Correction, study: Study, reader: Reader) -> list[str]:
    """Return each change of a correction: what gives way, from which number to which."""
    return [_change_text(change, study, reader) for change in correction.changes]


def worth_text(correction: Correction, study: Study, reader: Reader) -> str:
    """Return what the best plan found under a correction brings; "" where none was searched for."""
    if correction.worth is None:
        return ""
    figure = figure_text(correction.worth, goal_of(study), reader)
    return reader.gettext("the best plan found then: {figure}").format(figure=figure)


def place_of(place: Place, market: Market, reader: Reader) -> str:
    """Return county and city as far as they have names, else the zone."""
    city, county = reader.place_names(market.zones)[place.city, place.county]
    if city and county:
        return reader.gettext("{county}, {city}").format(county=county, city=city)
    return county or city or place.zone


def place_text(place: Place, study: Study, market: Market, reader: Reader) -> str:
    """Return a county, its people whom nobody reaches, and the nearest candidate that could."""
    _ = reader.gettext
    who = {
        "rule": rule_name(place.rule, study, reader),
        "place": place_of(place, market, reader),
        "people": amount(place.persons, "persons", reader),
    }
    if place.site is None or place.minutes is None:
        return _("{rule}: {place}, {people}; no candidate within {minutes}").format(
            **who, minutes=amount(study.travel.max_minutes, "min", reader)
        )
    return _("{rule}: {place}, {people}; nearest candidate {site}, {minutes}").format(
        **who,
        site=reader.shown(market.candidates, "name")[place.site],
        minutes=amount(place.minutes, "min", reader, 2),
    )


def _correction_text(correction: Correction, study: Study, reader: Reader) -> str:
    _ = reader.gettext
    text = _("; and ").join(change_texts(correction, study, reader))
    worth = worth_text(correction, study, reader)
    return _("{changes} ({worth})").format(changes=text, worth=worth) if worth else text


def _change_text(change: Change, study: Study, reader: Reader) -> str:
    _ = reader.gettext
    name = rule_name(change.rule, study, reader)
    if change.value is None:
        return _("leave out {rule}").format(rule=name)
    text = (
        _("{rule}: {value} instead of {asked}")
        if change.proven
        else _("{rule}: {value} instead of {asked} (a smaller change may do)")
    )
    asked, value = (_number(x, change.unit, reader) for x in (change.asked, change.value))
    return text.format(rule=name, asked=asked, value=value)


def _number(x: float, unit: str, reader: Reader) -> str:
    return amount(x, unit, reader) if unit == "min" else rule_value(x, unit, reader, DIGITS)


def _reach(figure: Figure, value: float, beyond: float | None, reader: Reader) -> str:
    """Return what can be had of a limit, and what is proven to be out of reach."""
    _ = reader.gettext
    sure = {
        "at_least": _("at most {value} is attainable"),
        "at_most": _("at least {value} is needed"),
        "exactly": _("the nearest attainable is {value}"),
    }
    wide = {
        "at_least": _("{value} is attainable, more than {beyond} is not"),
        "at_most": _("a plan exists from {value} on, none below {beyond}"),
        "exactly": _("{value} is attainable"),
    }
    text = (sure if beyond is None else wide)[figure.sense]
    numbers = {"value": value} | ({} if beyond is None else {"beyond": beyond})
    return text.format(**{key: _number(x, figure.unit, reader) for key, x in numbers.items()})


def _kept(figure: Figure, reader: Reader) -> str:
    _ = reader.gettext
    if figure.without:
        return _("{reach}, with the other rules kept except these, which conflict too: {rules}")
    return _("{reach}, with the other rules kept")


def _listed(title: str, texts: Sequence[str]) -> list[str]:
    return [title, *(f"- {text}" for text in texts)] if texts else []
