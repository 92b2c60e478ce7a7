"""The page of a review: what becomes of each own site, what closing it alone would bring, and a map of the network."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate.review.reviewed import Reviewed
from siteplan.present.maps.plan_map import plan_map
from siteplan.present.reports.report_page import document_page
from siteplan.present.reports.report_parts import Document, Part
from siteplan.present.review import review_vocabulary as r
from siteplan.present.review.review_words import (
    decision_name,
    reason_text,
    review_sentences,
    weak_sentences,
    winners_text,
)
from siteplan.present.tables import money_vocabulary as m
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.numbers import NO_NUMBER, amount
from siteplan.present.text.reader import Reader
from siteplan.present.text.words import N_
from siteplan.present.web import map_parts
from siteplan.study.format_spec import COST_LINES

__all__ = ["review_html", "review_parts"]

CHOICES = {"close": N_("close"), "convert": N_("convert to {format}"), "relocate": N_("move to {place} ({format})")}
ORDER = ("close", "relocate", "convert", "keep")
MOST_PRINTED = 16  # sites: about a third of a sheet
ALL_SITES, ALL_CHOICES = "review.csv", "review_choices.csv"


def review_html(found: Reviewed, reader: Reader) -> str:
    """Return a review as one page that makes no request."""
    _, plan = reader.gettext, found.plan
    first, *rest = review_sentences(found, reader)
    document = Document(
        study=plan.study,
        title=_("{study}: the review of today's sites").format(study=reader.study_name(plan.study)),
        lead=first,
        sentences=rest,
        parts=review_parts(found, reader),
        input_hash=plan.input_hash,
    )
    return document_page(document, reader, map_parts(plan_map(plan, reader, compact=True)))


def review_parts(found: Reviewed, reader: Reader) -> list[Part]:
    """Return what becomes of each site, what each choice alone would bring, where any may change, and weak sites."""
    return [_decided(found, reader), *_alone(found, reader), _weak(found, reader)]


def _decided(found: Reviewed, reader: Reader) -> Part:
    """Return what becomes of each site: those that close first, then those that move, convert, stay."""
    _ = reader.gettext
    sites = pd.DataFrame(found.sites.drop(columns="geometry"))
    names = reader.shown(found.plan.market.facilities, "name")
    sites = sites.assign(
        name=names.loc[sites["site_id"]].to_numpy(),
        city=reader.cities(sites["city"], found.plan.market.zones),
        format=[reader.format_name(str(name)) for name in sites["format"]],
        decided=[decision_name(site, reader) for _row, site in sites.iterrows()],
        why=[reason_text(site, reader) for _row, site in sites.iterrows()],
        order=sites["decision"].map([*ORDER].index),
    ).sort_values("order", kind="stable")
    columns = (v.SITE, v.CITY, v.FORMAT, r.DECISION, r.SOLD, r.EARNS, m.PER_M2, m.PER_HEAD)
    decided = table_of(_("Decisions"), sites, columns, reader, below=r.REASON).whole_in(ALL_SITES, MOST_PRINTED)
    return Part(_("What becomes of each site"), [], [decided])


def _alone(found: Reviewed, reader: Reader) -> list[Part]:
    """Return what each choice would bring by itself, in two tables: vehicles and money."""
    _, every = reader.gettext, found.alternatives.choices
    if every.empty:
        return []
    choices = _best_of_each(every)
    names = reader.shown(found.plan.market.facilities, "name")
    told = choices.assign(
        name=names.loc[choices["site_id"]].to_numpy(),
        choice_text=[_choice(choice, reader) for _row, choice in choices.iterrows()],
        lost=-choices["net"],
        winners=[
            _("Wins most: {who}.").format(who=winners_text(found, site, option, reader) or NO_NUMBER)
            for site, option in zip(choices["site_id"], choices["option"], strict=True)
        ],
    )
    said = [_("Each choice by itself: everything else stays as it is today.")]
    if len(choices) < len(every):
        said.append(
            _("Of conversions and moves the one worth most is shown; all are in {file}.").format(file=ALL_CHOICES)
        )
    return [Part(_("What each choice alone would bring"), said, [_vehicles(told, reader), _money(told, reader)])]


def _weak(found: Reviewed, reader: Reader) -> Part:
    """Return the weak sites, each with its causes."""
    _, sites = reader.gettext, pd.DataFrame(found.sites[found.sites["weak"]].drop(columns="geometry"))
    names = reader.shown(found.plan.market.facilities, "name")
    told = sites.assign(
        name=names.loc[sites["site_id"]].to_numpy(),
        format=[reader.format_name(str(name)) for name in sites["format"]],
    )
    columns = (v.SITE, v.FORMAT, v.TIER, m.PER_M2, r.USUAL, m.PER_HEAD, r.USUAL_HEAD, r.GAP, *r.CAUSES)
    tables = [table_of(_("Weak sites and their causes"), told, columns, reader)] if len(told) else []
    return Part(_("Weak sites"), weak_sentences(found, reader), tables)


def _best_of_each(choices: pd.DataFrame) -> pd.DataFrame:
    """Return of each site and kind of choice the one that is worth most, the best of all first."""
    best = choices.sort_values("npv", ascending=False, kind="stable")
    return best.drop_duplicates(["site_id", "choice"]).reset_index(drop=True)


def _choice(choice: pd.Series, reader: Reader) -> str:
    text = reader.gettext(CHOICES[str(choice["choice"])])
    return text.format(format=reader.format_name(str(choice["format"])), place=choice["to_site"])


def _vehicles(told: pd.DataFrame, reader: Reader) -> Table:
    columns = (v.SITE, r.CHOICE, r.LOSES, r.TO_OWN, r.TO_RIVALS, r.TO_OUTSIDE)
    return table_of(
        reader.gettext("Vehicles: who loses and who wins"), told, columns, reader, below=r.WINNERS
    ).whole_in(ALL_CHOICES)


def _freed(choice: pd.Series, reader: Reader) -> str:
    """Return what a choice frees a year, line by line."""
    text = reader.gettext("Frees: rent {rent}, staff {wage}, energy {energy}, marketing {marketing}, other {other}.")
    return text.format(**{line.removesuffix("_cost"): amount(choice[line], "", reader) for line in COST_LINES})


def _money(told: pd.DataFrame, reader: Reader) -> Table:
    told = told.assign(lines=[_freed(choice, reader) for _row, choice in told.iterrows()])
    columns = (
        v.SITE, r.CHOICE, r.FREED, r.RESTORING, r.LEASE, r.SEVERANCE, r.FIT_OUT, r.ONE_OFF, r.GAINS, r.BACK, v.NPV
    )  # fmt: skip
    return table_of(
        reader.gettext("Money: what each frees, costs once and gains"), told, columns, reader, below=r.LINES
    ).whole_in(ALL_CHOICES)
