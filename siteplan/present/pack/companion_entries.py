"""The figures of what is told beside a plan, by their ids: other plans, a review of today's sites, frontiers."""

from __future__ import annotations

from siteplan.present.channel.kpi_entries import KpiEntry
from siteplan.present.text.words import N_

__all__ = ["COMPANION_ENTRIES", "FRONTIER", "REVIEW"]

REVIEW, FRONTIER = "review", "frontier"
"""What stands before the ids of a review's figures, and of a frontier's."""

_REVIEWED, _WEAK, _CURVE = "evaluate/review/reviewed.py", "evaluate/review/weak_sites.py", "evaluate/frontiers.py"
_SITES, _MAPPED = "present/compare/site_differences.py", "present/compare/difference_map.py"
_WORDS = "present/compare/compare_words.py"

_PLANS = (
    KpiEntry("sites_gained", N_("Sites that only this plan has"),
             N_("sites of the plan told beside that the first has not"), "sites", "", _SITES),
    KpiEntry("sites_dropped", N_("Sites that only the first plan has"), N_("sites of the first plan that it has not"),
             "sites", "", _SITES),
    KpiEntry("sites_reshaped", N_("Sites of another format"), N_("sites of both plans whose formats differ"),
             "sites", "", _SITES),
    KpiEntry("people_gained", N_("People whom only this plan reaches"),
             N_("persons whom the plan told beside covers and the first does not"), "persons", "more", _MAPPED),
    KpiEntry("people_dropped", N_("People whom only the first plan reaches"),
             N_("persons whom the first plan covers and it does not"), "persons", "less", _MAPPED),
    KpiEntry("capex_per_more", N_("Investment per vehicle more"),
             N_("capex less the first plan's / capture less the first plan's; none where only one of them rises"),
             "currency/vehicle", "less", _WORDS),
)  # fmt: skip
_REVIEW = (
    KpiEntry("review.sites", N_("Own sites under review"), N_("own sites of today"), "sites", "", _REVIEWED),
    KpiEntry("review.keep", N_("Sites that stay"), N_("own sites that the best network keeps as they are"),
             "sites", "", _REVIEWED),
    KpiEntry("review.close", N_("Sites that close"), N_("own sites that it closes"), "sites", "", _REVIEWED),
    KpiEntry("review.convert", N_("Sites that convert"), N_("own sites to which it gives another format"),
             "sites", "", _REVIEWED),
    KpiEntry("review.relocate", N_("Sites that move"), N_("own sites that it has at another place"),
             "sites", "", _REVIEWED),
    KpiEntry("review.open", N_("Sites that open beside"), N_("its new sites without those in place of own ones"),
             "sites", "", _REVIEWED),
    KpiEntry("review.npv", N_("Worth of the changes"), N_("npv of the best network against today's"),
             "currency", "more", "evaluate/business_case.py"),
    KpiEntry("review.gap", N_("Gap of the best network"), N_("(bound - value) / bound of the review's network"),
             "", "less", _REVIEWED),
    KpiEntry("review.compared", N_("Own sites that sell"), N_("own sites with sales per m² or per head"),
             "sites", "", _WEAK),
    KpiEntry("review.weak", N_("Weak sites"),
             N_("own sites that sell far less per m² or per head than those alike"), "sites", "less", _WEAK),
)  # fmt: skip
_FRONTIERS = (
    KpiEntry("frontier.limit", N_("Limit"), N_("budget, or share of people asked, that the point was solved for"),
             "", "", _CURVE),
    KpiEntry("frontier.value", N_("Best plan at the limit"),
             N_("the goal's figure of the best plan found there; of coverage its investment"), "", "", _CURVE),
    KpiEntry("frontier.bound", N_("Bound at the limit"), N_("what no plan within the limit is better than"),
             "", "", _CURVE),
    KpiEntry("frontier.gap", N_("Gap at the limit"), N_("distance of value and bound / bound"),
             "", "less", _CURVE),
    KpiEntry("frontier.marginal", N_("Gain of the step"),
             N_("value less that of the point before, by a million of budget or a percentage point of coverage"),
             "", "", _CURVE),
    KpiEntry("frontier.sites", N_("Sites at the limit"), N_("sites that open or convert"), "sites", "", _CURVE),
    KpiEntry("frontier.kept", N_("Sites kept"), N_("sites of the plan at the point before that stay"),
             "sites", "", _CURVE),
    KpiEntry("frontier.capex", N_("Investment at the limit"), N_("capex by the full model"), "currency", "", _CURVE),
    KpiEntry("frontier.coverage", N_("Covered at the limit"), N_("coverage by the full model"), "", "more", _CURVE),
    KpiEntry("frontier.coverage_rural", N_("Covered at the limit, rural"), N_("coverage_rural by the full model"),
             "", "more", _CURVE),
)  # fmt: skip

COMPANION_ENTRIES: tuple[KpiEntry, ...] = (*_PLANS, *_REVIEW, *_FRONTIERS)
