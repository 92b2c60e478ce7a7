"""The figures of phases, outlooks, risks, assumptions and rivals' replies, by their ids."""

from __future__ import annotations

from siteplan.present.channel.kpi_entries import KpiEntry, entry_of
from siteplan.present.phases import phase_vocabulary as p
from siteplan.present.stress import stress_vocabulary as s
from siteplan.present.text.words import N_

__all__ = ["STRESS_ENTRIES"]

PHASES, OUTLOOKS = "evaluate/over_time/phase_table.py", "evaluate/stress/regrets.py"
RISKS, REPLIES, RANGES = "evaluate/stress/risks.py", "evaluate/stress/replies.py", "evaluate/spread.py"
SHARES = "evaluate/stress/rival_shares.py"
SOLD, A_YEAR = "vehicles/year", "currency/year"

_PHASES = (
    entry_of(p.CONVERTED, "", PHASES, N_("today's sites that a phase decides to convert")),
    entry_of(p.MOVED, "", PHASES, N_("today's sites that a phase decides to move")),
    entry_of(p.CLOSED, "", PHASES, N_("today's sites that a phase decides to close")),
    entry_of(p.SPENT, "less", PHASES, N_("what opening, converting, moving and closing cost the company, by phase")),
    entry_of(p.BUDGET, "", PHASES, N_("budget x (1 - contingency) of the phase")),
    entry_of(p.AVAILABLE, "", PHASES, N_("budget and what the phase before left, where that carries over")),
    entry_of(p.LEFT, "", PHASES, N_("available - spent")),
    entry_of(p.EMPLOYED, "less", PHASES, N_("staff of the sites that a phase decides to open or convert")),
    entry_of(p.STANDING, "", PHASES, N_("own sites that sell or serve in these quarters")),
)
_OUTLOOKS = (
    KpiEntry("best", N_("Best plan there"), N_("the best plan found there, by the full model"), SOLD, "", OUTLOOKS),
    KpiEntry("bound", N_("Bound"), N_("what no plan, or no reply, exceeds"), SOLD, "", OUTLOOKS),
    KpiEntry("regret_low", N_("Regret, least"), N_("best - figure: from the best plan found"), SOLD, "less", OUTLOOKS),
    KpiEntry(
        "regret_high", N_("Regret, most"), N_("bound - figure: from what no plan exceeds"), SOLD, "less", OUTLOOKS
    ),
    KpiEntry(
        "outlook_weight",
        N_("Weight"),
        N_("by which an outlook counts in the mean of which the plan is best"),
        "",
        "",
        OUTLOOKS,
    ),
)
_RISKS = (
    KpiEntry(
        "probability",
        N_("Probability"),
        N_("of a risk: median of the estimates, _low and _high the least and most; of an outlook: as the study says"),
        "",
        "",
        RISKS,
    ),
    KpiEntry(
        "loss",
        N_("Loss where it happens"),
        N_("median of the estimates, _low and _high the least and most; of an outlook the profit less than as planned"),
        A_YEAR,
        "less",
        RISKS,
    ),
    entry_of(s.EXPECTED_LOSS, "less", RISKS, N_("probability x loss, of the medians")),
    KpiEntry("expected_low", N_("Expected loss, least"), N_("probability_low x loss_low"), A_YEAR, "less", RISKS),
    KpiEntry("expected_high", N_("Expected loss, most"), N_("probability_high x loss_high"), A_YEAR, "less", RISKS),
    entry_of(s.WON_LESS, "less", RISKS, N_("capture as planned less that in the outlook")),
    KpiEntry("estimates_of_probability", N_("Estimates of the probability"), N_("how many were given"), "", "", RISKS),
    KpiEntry("estimates_of_loss", N_("Estimates of the loss"), N_("how many were given"), "", "", RISKS),
)
_REPLIES = (
    entry_of(s.FROM_US, "less", REPLIES, N_("what own sites win less by the reply")),
    KpiEntry("wins_before", N_("The brand wins"), N_("what the brand wins beside the plan"), SOLD, "", REPLIES),
    KpiEntry("wins", N_("The brand wins by its reply"), N_("likewise, with the reply"), SOLD, "less", REPLIES),
    KpiEntry("gap", N_("Gap"), N_("(bound - wins) / bound of the reply"), "", "less", REPLIES),
    entry_of(s.WON_BEFORE, "", SHARES, N_("demand that each wins in today's network")),
    entry_of(s.WON, "", SHARES, N_("demand that each wins with the plan, or after the reply")),
    KpiEntry("share_before", N_("Market share today"), N_("won_before / demand"), "", "", SHARES),
)
_RANGES = (
    KpiEntry(
        "low", N_("Low end"), N_("of an assumption; a figure's name with _low is the figure there"), "", "", RANGES
    ),
    KpiEntry(
        "high", N_("High end"), N_("of an assumption; a figure's name with _high is the figure there"), "", "", RANGES
    ),
    KpiEntry("stay_low", N_("Sites that stay at the low end"), N_("of the plan's, re-solved"), "sites", "more", RANGES),
    KpiEntry(
        "stay_high", N_("Sites that stay at the high end"), N_("of the plan's, re-solved"), "sites", "more", RANGES
    ),
    KpiEntry(
        "behind_at_most",
        N_("Behind at most"),
        N_("what the plan is behind the best one at either end, by the bound, as a share"),
        "",
        "less",
        RANGES,
    ),
)

STRESS_ENTRIES: tuple[KpiEntry, ...] = (*_PHASES, *_OUTLOOKS, *_RISKS, *_REPLIES, *_RANGES)
