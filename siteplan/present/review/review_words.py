"""What a review says: how many sites stay, close, convert or move, and why of each."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.evaluate.review.weak_sites import WeakParams
from siteplan.present.phases.at_once import at_once_sentences
from siteplan.present.plan_text.sentences import proof_sentence
from siteplan.present.text.numbers import amount, exact
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_

__all__ = [
    "close_text",
    "decision_name",
    "reason_text",
    "review_counts",
    "review_lines",
    "review_sentences",
    "weak_sentences",
    "winners_text",
]

DECISIONS: Mapping[str, str] = {
    "keep": N_("stays"), "close": N_("closes"), "convert": N_("becomes {format}"), "relocate": N_("moves to {place}"),
}  # fmt: skip
MOST_SITES, MOST_WINNERS = 12, 3  # that a terminal, a sentence names


def decision_name(site: pd.Series, reader: Reader) -> str:
    """Return what becomes of a site, in a few words."""
    text = reader.gettext(DECISIONS[str(site["decision"])])
    return text.format(format=reader.format_name(str(site["to_format"])), place=site["to_site"])


def reason_text(site: pd.Series, reader: Reader) -> str:
    """Return why it does, with the figures of the choice that counts."""
    _ = reader.gettext
    texts = {
        "frozen": _("Frozen: it is not up for review."),
        "nowhere": _("It stays: no candidate that may open in its format is near enough to move to."),
        "given": _("It stays by its column keep."),
        "best": _("No change of it alone is worth anything: the best would be worth {best}."),
        "plan": _("A change of it alone would be worth {best}; rules, the goal or other sites keep it."),
        "pays": _("Alone this is worth {worth}."),
        "goal": _("Alone this is worth {worth}; the network as a whole is better with it."),
    }
    best, worth = (amount(site[name], reader.currency, reader) for name in ("best_npv", "decided_npv"))
    return texts[str(site["reason"])].format(best=best, worth=worth)


def close_text(site: pd.Series, reader: Reader) -> str:
    """Return what closing a site alone would bring; "" where it may not close."""
    if pd.isna(site["close_net"]):
        return ""
    _, money = reader.gettext, f"{reader.currency}/year"
    back = (
        _("back after {years} years").format(years=exact(site["close_payback"], 1))
        if pd.notna(site["close_payback"])
        else _("it never pays back")
    )
    text = _("Closed alone it frees {freed} and loses {lost}; once {once}, a year {gain}: {back}.")
    return text.format(
        freed=amount(site["close_freed"], money, reader),
        lost=amount(-site["close_net"], "vehicles/year", reader),
        once=amount(site["close_one_off"], reader.currency, reader),
        gain=amount(site["close_gain"], money, reader),
        back=back,
    )


def winners_text(found: Reviewed, site_id: str, option: str, reader: Reader) -> str:
    """Return who wins most by a choice, by name; "" where nobody does."""
    moved = found.alternatives.transfers
    won = moved[(moved["site_id"] == site_id) & (moved["option"] == option) & moved["to"].isin(["own", "rivals"])]
    most = won[won["vehicles"] > 0].nlargest(MOST_WINNERS, "vehicles")
    tables = {"own": found.plan.market.facilities, "rivals": found.plan.market.competitors}
    named = [
        f"{reader.shown(tables[to], 'name')[who]} {amount(vehicles, '', reader)}"
        for to, who, vehicles in zip(most["to"], most["who"], most["vehicles"], strict=True)
    ]
    return reader.gettext(", ").join(named)


def review_counts(found: Reviewed) -> dict[str, int]:
    """Return how many sites stay, close, convert and move, and how many new ones open beside."""
    counts = found.sites["decision"].value_counts()
    named = {name: int(counts.get(name, 0)) for name in DECISIONS}
    return {**named, "open": len(found.plan.sites) - named["relocate"]}


def review_sentences(found: Reviewed, reader: Reader) -> list[str]:
    """Return what becomes of the network, and what is proven about it."""
    _ = reader.gettext
    told = _(
        "Of {n} own sites {keep} stay, {close} close, {convert} convert and {relocate} move; {open} open beside them."
    )
    counts = review_counts(found)
    worth = found.plan.business.worth["company"].npv
    return [
        told.format(n=len(found.sites), **counts),
        _("Together the changes are worth {npv}.").format(npv=amount(worth, reader.currency, reader)),
        proof_sentence(found.plan.proof, reader),
        *at_once_sentences(found.phases, reader),
    ]


def weak_sentences(found: Reviewed, reader: Reader) -> list[str]:
    """Return how many sites sell far less than those alike, and how many have too few alike to say so."""
    _, sites = reader.gettext, found.sites
    n_weak, compared = int(sites["weak"].sum()), sites["alike"].notna()
    alone = int((sites["alike"] == "").sum())
    told = _("Of {n} own sites that sell, {weak} have far lower sales per m² or head than those alike.")
    few = _("{n} of them have fewer than {least} alike, and are compared with none.")
    return [
        told.format(weak=n_weak, n=int(compared.sum())),
        *([few.format(n=alone, least=WeakParams().least_alike)] if alone else []),
    ]


def review_lines(found: Reviewed, reader: Reader) -> list[str]:
    """Return a review as the lines of a terminal."""
    _ = reader.gettext
    changed = found.sites[found.sites["decision"] != "keep"]
    line = _("{site} ({site_id}) {decision}. {reason} {closing}")
    names = reader.shown(found.plan.market.facilities, "name")
    told = [
        line.format(
            site=names[site["site_id"]], site_id=site["site_id"], decision=decision_name(site, reader),
            reason=reason_text(site, reader), closing=close_text(site, reader),
        ).rstrip()
        for _row, site in changed.head(MOST_SITES).iterrows()
    ]  # fmt: skip
    rest = len(changed) - MOST_SITES
    more = [_("{n} more are in {file}.").format(n=rest, file="review.csv")] if rest > 0 else []
    return [
        reader.study_name(found.plan.study),
        *review_sentences(found, reader),
        *weak_sentences(found, reader),
        "",
        *told,
        *more,
    ]
