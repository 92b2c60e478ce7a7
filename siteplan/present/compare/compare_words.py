"""Plans side by side in sentences: what each brings more for how much, which is best, what makes it unfair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import isfinite

from siteplan.evaluate import Plan
from siteplan.present.compare.compare_tables import asked_table, best_in, figure_tables, rules_table, told_figures
from siteplan.present.compare.compared import Comparison
from siteplan.present.compare.rule_differences import rule_sentences
from siteplan.present.compare.site_differences import all_sites_table, sites_sentence
from siteplan.present.text.lines import printable, table_lines
from siteplan.present.text.numbers import amount, difference
from siteplan.present.text.reader import Reader

__all__ = ["best_sentences", "capex_per_more", "change_sentences", "compare_lines", "warnings"]


def compare_lines(found: Comparison) -> list[str]:
    """Return plans side by side as the lines of a terminal."""
    told = [*change_sentences(found), *best_sentences(found), *rule_sentences(found), *warnings(found)]
    lines = [found.reader.study_name(found.plans[0].plan.study), *told]
    tables = [asked_table(found), *figure_tables(found), rules_table(found), all_sites_table(found)]
    for table in tables:
        lines += ["", *table_lines(table)] if not table.frame.empty else []
    return [printable(line) for line in lines]


def _differ(found: Comparison) -> bool:
    """Return whether the plans differ in anything that is compared."""
    asks = any(row[f"words_{n}"] != row["words_1"] for row in found.rules.to_dict("records") for n in found.numbers)
    changes = found.figures[[f"change_{n}" for n, _ in found.others]].fillna(0.0)
    moved = any(best_in(row, found) for row in told_figures(found)) or bool((changes.abs() > 0).to_numpy().any())
    return asks or moved or bool(found.asked) or not found.same_today or bool((found.sites["kind"] != "same").any())


def change_sentences(found: Comparison) -> list[str]:
    """Return what each further plan brings more or less than the first for how much, and which sites it has instead."""
    if not _differ(found):
        said = found.reader.gettext("The plans do not differ: same sites, formats, rules and figures.")
        return [said]
    changes = [_change_sentence(found, n, label) for n, label in found.others]
    return [*changes, *(sites_sentence(found, n, label) for n, label in found.others)]


def best_sentences(found: Comparison) -> list[str]:
    """Return in how many of the measures that differ each plan is best; nothing where none differs."""
    _, rows = found.reader.gettext, [best_in(row, found) for row in told_figures(found)]
    best = [labels for labels in rows if labels]
    if not best:
        return []
    counts = Counter(label for labels in best for label in labels)
    said = _("Best in how many of the {all} measures that differ: {plans}.")
    one = _("{plan} in {n}")
    plans = _(", ").join(one.format(plan=label, n=counts[label]) for label in found.labels)
    return [said.format(all=len(best), plans=plans)]


def warnings(found: Comparison) -> list[str]:
    """Return what makes the plans hard to compare."""
    _ = found.reader.gettext
    unlike = _("Today's network sells or costs another amount in these plans: data or model of their studies differ.")
    goals = _("The plans were asked for different goals.")
    reach = _("Their coverage counts different functions: who is reached is compared for each function alone.")
    return [
        *([] if found.same_today else [unlike]),
        *([goals] if "objective" in found.asked else []),
        *([reach] if "coverage" in found.asked else []),
    ]


def _change_sentence(found: Comparison, n: int, label: str) -> str:
    """Return what the n-th plan brings more or less than the first, for how much more or less money."""
    reader, _ = found.reader, found.reader.gettext
    first, other = found.plans[0].plan, found.plans[n - 1].plan
    sold = difference(other.kpis.capture, first.kpis.capture)
    spent = difference(other.kpis.capex, first.kpis.capex)
    clauses = [
        _more(sold, "vehicles/year", _selling(reader), reader),
        _more(spent, reader.currency, _spending(reader), reader),
    ]
    if "coverage" not in found.asked:
        people = difference(_reached(other), _reached(first))
        clauses.append(_more(people, "", _reaching(reader), reader))
    said = _("{other} against {first}: {clauses}.").format(
        other=label, first=found.labels[0], clauses=_(", ").join(clauses)
    )
    return ("" if reader.is_chinese else " ").join([said, *_each(found, n)])


def _more(x: float, unit: str, texts: Mapping[int, str], reader: Reader) -> str:
    """Return a difference by its sign in one of three texts; what nobody would see of it is none."""
    told = amount(abs(x), unit, reader)
    sign = 0 if told == amount(0.0, unit, reader) else (1 if x > 0 else -1)
    return texts[sign].format(x=told)


def _selling(reader: Reader) -> dict[int, str]:
    _ = reader.gettext
    return {1: _("sells {x} more"), -1: _("sells {x} less"), 0: _("sells as much")}


def _spending(reader: Reader) -> dict[int, str]:
    _ = reader.gettext
    return {1: _("invests {x} more"), -1: _("invests {x} less"), 0: _("invests as much")}


def _reaching(reader: Reader) -> dict[int, str]:
    _ = reader.gettext
    return {
        1: _("reaches {x} more people"),
        -1: _("reaches {x} fewer people"),
        0: _("reaches as many people"),
    }


def capex_per_more(found: Comparison, n: int) -> float:
    """Return what each vehicle a year that the n-th plan sells more than the first takes of investment, in currency.

    Of one that sells less: what each vehicle less saves. NaN where only one of them rises, or where the money between
    the plans is but their rounding.
    """
    first, other, reader = found.plans[0].plan.kpis, found.plans[n - 1].plan.kpis, found.reader
    sold, spent = difference(other.capture, first.capture), difference(other.capex, first.capex)
    written = {amount(kpis.capex, reader.currency, reader) for kpis in (first, other)}
    return spent / sold if len(written) > 1 and sold * spent > 0 and abs(sold) >= 1 else float("nan")


def _each(found: Comparison, n: int) -> list[str]:
    """Return what each vehicle more takes of investment, or each less saves; nothing where neither can be said."""
    reader, _, each = found.reader, found.reader.gettext, capex_per_more(found, n)
    if not isfinite(each):
        return []
    first, other = found.plans[0].plan.kpis, found.plans[n - 1].plan.kpis
    text = (
        _("Each vehicle a year more takes {x} of investment.")
        if other.capture > first.capture
        else _("Each vehicle a year less saves {x} of investment.")
    )
    return [text.format(x=amount(each, reader.currency, reader))]


def _reached(plan: Plan) -> float:
    return float(plan.zones.loc[plan.zones["covered"], "population"].sum())
