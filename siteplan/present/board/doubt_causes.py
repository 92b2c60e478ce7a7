"""Causes of doubts as sentences of the catalogue; what they name are facts of the doubt."""

from __future__ import annotations

from collections.abc import Mapping

from siteplan.present.model_text.held_words import DECAY_DIFFERS
from siteplan.present.text.words import N_

__all__ = ["CAUSES"]

_REACH = N_(
    "It sells {sold}, sites alike {usual_sold}: mostly since {reach} are wanted in its zones, not {usual_reach}; its "
    "share of them is {share}, not {usual_share}."
)
_SHARE = N_(
    "It sells {sold}, sites alike {usual_sold}: mostly since it wins {share} of what is wanted in its zones, not "
    "{usual_share}; {reach} are wanted there, not {usual_reach}."
)
_FORECAST_REACH = N_(
    "Forecast by own sites' sales and Huff model part: it would sell {sold}, sites alike {usual_sold}, mostly by the "
    "demand in its zones: {reach}, not {usual_reach}."
)
_FORECAST_SHARE = N_(
    "Forecast by own sites' sales and Huff model part: it would sell {sold}, sites alike {usual_sold}, mostly by its "
    "share of the demand in its zones: {share}, not {usual_share}."
)
_CAPPED = N_("It sells {sold}, as much as its capacity lets it; more is won and lost.")

CAUSES: Mapping[str, str] = {
    "whole_format": N_(
        "It sells {sold}, sites alike {usual_sold}: sites of this format as a whole lie outside their range here."
    ),
    "reach": _REACH,
    "share": _SHARE,
    "capped": _CAPPED,
    "capacity": N_("It sells {sold} at its capacity, and {above} more want to buy there."),
    "forecast_reach": _FORECAST_REACH,
    "forecast_share": _FORECAST_SHARE,
    "forecast_capped": _CAPPED,
    "unlike_beyond": N_("No own site with sales is like it: {trait} lies beyond all of theirs."),
    "unlike_format": N_(
        "No own site of this format has told its sales, so that nothing stands beside the model at its new sites: {n}."
    ),
    "sales_per_m2_small": N_("It has {used} m², sites alike {usual}; it sells {sold}, they {usual_sold}."),
    "sales_per_m2_much_sold": N_("It sells {sold}, sites alike {usual_sold}; it has {used} m², they {usual}."),
    "sales_per_head_small": N_("It has a staff of {used}, sites alike {usual}; it sells {sold}, they {usual_sold}."),
    "sales_per_head_much_sold": N_(
        "It sells {sold}, sites alike {usual_sold}; it has a staff of {used}, they {usual}."
    ),
    "never_back": N_(
        "The change against today is worth {npv}: what it earns within the horizon does not bring back {capex}."
    ),
    "quick": N_("The company invests {capex} of {capex_all}; the change against today is worth {npv}."),
    "wide": N_("{name} within its range has the network win from {low} to {high}."),
    "held_off": N_("The model has own sites of today sell {modelled}; they sold {observed}."),
    "decay": DECAY_DIFFERS,
    "costs_more": N_(
        "It earns {earned}, pays out {paid_out} and costs {opex} to run: nothing is left for the investment."
    ),
    "no_sales": N_(
        "Its new sites, {n}, sell nothing: they earn {earned} and cost {opex} to run, {paid_out} are paid out."
    ),
    "displaces": N_("It earns more than it costs, {earned}, but own sites lose {displaced} of margin to it."),
    "earns_little": N_(
        "It earns {earned}, pays out {paid_out} and costs {opex} to run: less is left than the {invested} "
        "that its investment is a year."
    ),
    "others_invest": N_(
        "The company pays less than half of the investment; it earns {earned} and costs {opex} to run."
    ),
    "earns_much": N_("It earns {earned} and costs {opex} to run, against {invested} that its investment is a year."),
    "paid_out_above": N_(
        "{payout} are paid out to those who run it, more than the margin of {margin} on what it sells."
    ),
    "few_sold": N_("It sells {sold}, sites alike {usual_sold}; its cost, {cost}, is spread over few vehicles."),
    "much_cost": N_("It costs {cost}, sites alike {usual_cost}; it sells {sold}, they {usual_sold}."),
    "full": N_("All its places are taken; {unserved} of its city find no room at any site."),
    "partner_uncounted": N_(
        "It costs those who run it {cost}; what is charged at own sites of today is not counted, nor their share of it."
    ),
    "partner_gets_nothing": N_(
        "Nothing is sold or charged there that those who run it are paid for; it costs them {cost}."
    ),
    "partner_cost": N_("Those who run it are paid {received} for {sold}, and running it costs them {cost}."),
    "partner_invested": N_(
        "Those who run it are paid {received}, running it costs them {cost}; too little is left for "
        "{invested} that their investment is a year."
    ),
}
"""By Doubt.cause."""
