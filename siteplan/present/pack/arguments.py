"""Why a plan, and what could go wrong: up to three of each that its figures prove, the weightiest first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from siteplan.evaluate import Plan
from siteplan.present.model_text.held_words import signed_share
from siteplan.present.pack import figures as f
from siteplan.present.pack.content import KeyFigure, Point
from siteplan.present.plan_text.sentences import site_count
from siteplan.present.text.numbers import amount, share
from siteplan.present.text.reader import Reader

__all__ = ["reasons_of", "risks_of"]

MOST = 3
_FAR_OFF = 0.1  # of what own sites sold: below it nobody calls the model wrong


def reasons_of(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> tuple[Point, ...]:
    """Return up to three reasons for a plan."""
    return tuple(islice(_reasons(plan, figures, reader), MOST))


def risks_of(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> tuple[Point, ...]:
    """Return up to three things that could go wrong with it."""
    return tuple(islice(_risks(plan, figures, reader), MOST))


def _reasons(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    yield from _worth(plan, figures, reader)
    yield from _concentrated(plan, figures, reader)
    yield from _reached(figures, reader)
    yield from _robust(plan, reader)


def _risks(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    yield from _volumes(plan, figures, reader)
    yield from _losing(plan, figures, reader)
    yield from _left_out(figures, reader)
    yield from _registered(plan, reader)


def _worth(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    """Yield when the money is back, where it comes back at all."""
    _, asked = reader.gettext, plan.study.plan
    if not plan.kpis.npv > 0 or not plan.kpis.capex > 0 or "payback" not in figures:
        return
    said = _("Worth {npv} over {years} years at {rate}; payback {payback}.")
    yield Point(
        _("The money comes back"),
        said.format(
            npv=figures["npv"].text,
            years=asked.horizon_years,
            rate=share(asked.discount_rate, reader),
            payback=figures["payback"].text,
        ),
    )


def _concentrated(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    """Yield how few sites bring most of the gain, where it is not nearly all of them."""
    _, few, n = reader.gettext, int(figures[f.FEW].value), len(plan.sites)
    if 0 < few < 0.8 * n:
        said = _("{few} of {all} bring 80 % of the additional sales, for {capex}.")
        text = said.format(few=few, all=site_count(n, reader), capex=figures[f.FEW_CAPEX].text)
        yield Point(_("The gain is concentrated"), text)


def _reached(figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    _ = reader.gettext
    names = {"coverage_rural": _("The rural gap closes"), "coverage": _("More people are reached")}
    for name, title in names.items():
        if name not in figures or figures[name].text == figures[f"{name}.today"].text:
            continue
        if figures[name].value > figures[f"{name}.today"].value:
            said = _("{measure}: from {before} to {after}.")
            before, after = figures[f"{name}.today"].text, figures[name].text
            yield Point(title, said.format(measure=figures[name].name, before=before, after=after))
            return


def _robust(plan: Plan, reader: Reader) -> Iterator[Point]:
    """Yield how many sites stay at every end of every range, where they are most."""
    stay = [end.stay for end in plan.ranges.ends if end.stay is not None]
    if plan.ranges.robust and stay:
        _ = reader.gettext
        said = _("At least {n} of {all} stay, whatever assumption goes to the end of its range.")
        yield Point(_("The places are robust"), said.format(n=min(stay), all=site_count(len(plan.sites), reader)))


def _volumes(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    """Yield how far what is sold may be from what is told: against today's sales, and by its range."""
    _, held = reader.gettext, plan.forecast.today
    title = _("Volumes are less certain than places") if plan.ranges.robust else _("Volumes are uncertain")
    told = []
    if held.given and abs(held.off) >= _FAR_OFF:
        told.append(_("At own sites today the model is off by {off}.").format(off=signed_share(held.off, reader)))
    if "capture.low" in figures:
        said = _("The network sells between {low} and {high}, as assumptions go.")
        told.append(said.format(low=figures["capture.low"].text, high=figures["capture.high"].text))
    if told:
        yield Point(title, ("" if reader.is_chinese else " ").join(told))


def _losing(plan: Plan, figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    """Yield what sites cost that do not earn it, and what the promise costs that needs them."""
    n = int(figures[f.LOSING].value)
    if not n or not any(spec.margin for spec in plan.study.formats.values()):
        return
    _ = reader.gettext
    text = reader.ngettext("{n} new site costs more than it earns: {capex} of the investment.",
                           "{n} new sites cost more than they earn: {capex} of the investment.", n)  # fmt: skip
    told = [text.format(n=n, capex=figures[f.LOSING_CAPEX].text), *_promise(plan, reader)]
    yield Point(_("Some sites lose money"), ("" if reader.is_chinese else " ").join(told))


def _promise(plan: Plan, reader: Reader) -> list[str]:
    """Return what the rules on some people cost together, where that was solved."""
    goal = plan.proof.goal
    said = reader.gettext("The rules on {people} cost {price} together.")
    return [
        said.format(people=reader.area_name(str(group["area"])), price=amount(group["price"], goal.unit, reader))
        for group in plan.together.head(1).to_dict("records")
        if group["price"] > 0
    ]


def _left_out(figures: Mapping[str, KeyFigure], reader: Reader) -> Iterator[Point]:
    _, n = reader.gettext, int(figures[f.LEFT_COUNTIES].value)
    if n:
        text = reader.ngettext("{people} rural people in {n} county stay out of reach.",
                               "{people} rural people in {n} counties stay out of reach.", n)  # fmt: skip
        yield Point(_("Some people stay out of reach"), text.format(people=figures[f.LEFT_OUT].text, n=n))


def _registered(plan: Plan, reader: Reader) -> Iterator[Point]:
    """Yield the largest risk of the study's own register."""
    if not plan.risks:
        return
    largest = plan.risks[0]
    said = reader.gettext("The largest expected loss of the risk register: {loss}.")
    loss = amount(largest.expected.median, f"{reader.currency}/year", reader)
    yield Point(reader.told(largest.risk), said.format(loss=loss))
