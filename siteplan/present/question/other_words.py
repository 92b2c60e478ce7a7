"""Other plans beside one, in words and as a table."""

from __future__ import annotations

import pandas as pd

from siteplan.evaluate import Plan
from siteplan.evaluate.explain.other_plans import OtherPlans
from siteplan.present.plan_text.sentences import gap_text, percent
from siteplan.present.question.question_vocabulary import GOAL_FIGURE, PLAN_NAME, PROVEN_WITHIN, SHARED_SITES
from siteplan.present.tables import vocabulary as v
from siteplan.present.tables.column import Table, table_of
from siteplan.present.text.goals import figure_text
from siteplan.present.text.numbers import exact
from siteplan.present.text.reader import Reader

__all__ = ["other_rows", "other_sentences"]


def other_sentences(found: OtherPlans, candidates: pd.DataFrame, reader: Reader) -> list[str]:
    """Return how many were found, whether there can be more, and what is common to all."""
    _, _n = reader.gettext, reader.ngettext
    apart, within, n = percent(found.params.apart, reader, 0), percent(found.params.less, reader, 0), len(found.found)
    if not n:
        none = _("No plan leaves out {apart} of these sites and brings at most {within} less: proven.")
        unknown = _(
            "In {seconds} s none was found that leaves out {apart} of these sites and brings at most {within} less; "
            "whether there is one is not known."
        )
        text = none if found.proven else unknown
        return [text.format(apart=apart, within=within, seconds=exact(found.seconds, 0))]
    said = _n(
        "{n} plan leaves out at least {apart} of the sites of this one, and brings at most {within} less.",
        "{n} plans leave out at least {apart} of the sites of this one and of each other, each brings at most {within} "
        "less.",
        n,
    ).format(n=n, apart=apart, within=within)
    names = reader.shown(candidates.loc[list(found.common)], "name")
    common = _("In all of them, {n} of {sites} sites open: {names}.").format(
        n=len(found.common), sites=found.sites, names=_(", ").join(str(name) for name in names) or _("none")
    )
    return [said, common, *([_("There are no more: proven.")] if found.proven else [])]


def other_rows(plan: Plan, found: OtherPlans, reader: Reader) -> Table | None:
    """Return a row a plan, this one first."""
    _ = reader.gettext
    if not found.found:
        return None
    rows = [(_("this plan"), figure_text(found.figure, found.goal, reader), found.sites, found.sites, plan.kpis.capex,
             plan.kpis.share, plan.kpis.coverage.rural, gap_text(plan.proof.gap, reader))]  # fmt: skip
    rows += [
        (_("plan {n}").format(n=n), figure_text(one.figure, found.goal, reader), one.sites, one.shared, one.kpis.capex,
         one.kpis.share, one.kpis.coverage.rural, gap_text(one.gap, reader))
        for n, one in enumerate(found.found, 1)
    ]  # fmt: skip
    columns = (
        PLAN_NAME,
        GOAL_FIGURE,
        v.SITES,
        SHARED_SITES,
        v.CAPEX,
        v.SHARE_OF_MARKET,
        v.COVERAGE_RURAL,
        PROVEN_WITHIN,
    )
    frame = pd.DataFrame(rows, columns=[column.name for column in columns])
    return table_of(_("Other plans"), frame, columns, reader)
