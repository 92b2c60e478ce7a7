"""What a review asks: the study's market with own sites set free, as [review] says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from siteplan.data.check.links import same_ids
from siteplan.errors import N_, Note, Problem, StudyError
from siteplan.market import Market
from siteplan.market.options import may_change
from siteplan.market.sales_caps import passing
from siteplan.study import Study
from siteplan.study.rules import Meant, rule_section
from siteplan.travel.relocation import nowhere_to_move

__all__ = ["market_in_review", "review_notes", "sites_in_review"]


def market_in_review(study: Study, market: Market) -> Market:
    """Return the market in which own sites that are not frozen may become what [review] says.

    Raises
    ------
    StudyError
        None may change, and there is nothing to review; or what the study's plan asks cannot be asked of them so.
        Sites that might move and have no place to move to stay.
    """
    freed = _freed(study, market)
    if problems := tuple(_review_problems(study, freed)):
        raise StudyError(problems)
    return freed


def review_notes(study: Study, market: Market) -> list[Note]:
    """Return why a review would be refused, where [review] says that one is meant."""
    if study.review.own_sites == "as given":
        return []
    text = N_("`siteplan review` would refuse the study: {what}")
    found = _review_problems(study, _freed(study, market))
    return [Note(p.table, text, p.column, p.ids, {"what": p.what}) for p in found]


def sites_in_review(study: Study, market: Market) -> int:
    """Return how many own sites may change in a review."""
    return int(may_change(_freed(study, market).facilities).sum())


def _freed(study: Study, market: Market) -> Market:
    """Return the market with the words of [review] in the column `keep`, and `nowhere` for who could only move."""
    own, word = market.facilities, study.review.own_sites
    if word != "as given":
        frozen = own["frozen"].eq(True).to_numpy() if "frozen" in own else np.zeros(len(own), dtype=bool)
        own = own.assign(keep=np.where(frozen, "keep", word))
    stuck = own.index.isin(nowhere_to_move(study, replace(market, facilities=own)))
    own = own.assign(keep=np.where(stuck, "keep", own["keep"]), nowhere=stuck)
    return replace(market, facilities=own)


def _review_problems(study: Study, freed: Market) -> Iterator[Problem]:
    own, changing = freed.facilities, may_change(freed.facilities)
    if own.empty:
        yield Problem("facilities", "there are no sites of today to review", "Name the table of your sites in [files].")
    elif not changing.any():
        what = "none of your sites may change, so there is nothing to review"
        remedy = 'Set own_sites = "free" in [review] of study.toml, or give facilities a column keep; see frozen, too.'
        yield Problem("facilities", what, remedy, "keep")
    yield from same_ids(own.index[changing], freed.candidates.index)
    staying = own[~changing].assign(ownership=[study.formats[kind].ownership for kind in own["format"][~changing]])
    for number, rule in enumerate(study.plan.rules, start=1):
        if rule.meant is Meant.OWN and not passing(rule, staying).any():
            what = (
                "the rule protects sites of today that stay as they are, and in the review none does of those it means"
            )
            yield Problem(rule_section(number), what, "Freeze some of them (column frozen), or leave the rule out.")
