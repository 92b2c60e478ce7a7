"""What plans side by side say first: what one brings more for how much, and which is best in what."""

from __future__ import annotations

from dataclasses import replace

from siteplan.present.compare.compare_tables import told_figures
from siteplan.present.compare.compare_words import best_sentences, change_sentences, compare_lines, warnings
from siteplan.present.text.numbers import amount
from siteplan.present.text.reader import Reader
from tests.side_by_side import asking, compared, other_plan
from tests.worlds import tiny_plan


def test_a_further_plan_is_told_by_what_it_has_more_and_less() -> None:
    """Mall and Harbour dealer cost 3.5 m CNY less than the first's sites, and sell less: figures of both plans."""
    first, other = tiny_plan(), other_plan()
    reader, told = Reader("en"), change_sentences(compared(first, other))
    sold, spent = (getattr(first.kpis, x) - getattr(other.kpis, x) for x in ("capture", "capex"))
    assert sold > 0
    assert spent > 0
    reached = [float(plan.zones.loc[plan.zones["covered"], "population"].sum()) for plan in (first, other)]
    people = amount(abs(reached[1] - reached[0]), "", reader)
    assert told[0] == (
        f"b against a: sells {amount(sold, 'vehicles/year', reader)} less, "
        f"invests {amount(spent, 'CNY', reader)} less, reaches {people} fewer people. "
        f"Each vehicle a year less saves {amount(spent / sold, 'CNY', reader)} of investment."
    )
    assert told[1].startswith("Only in b (1): ")


def test_more_for_more_money_is_told_by_what_each_takes() -> None:
    told = change_sentences(compared(other_plan(), tiny_plan()))
    assert "more, invests" in told[0]
    assert "Each vehicle a year more takes" in told[0]


def test_plans_alike_say_so_and_no_more() -> None:
    found = compared(tiny_plan(), tiny_plan())
    assert change_sentences(found) == ["The plans do not differ: same sites, formats, rules and figures."]
    assert best_sentences(found) == []
    assert "Sites in which the plans differ" not in compare_lines(found)


def test_the_best_is_counted_over_measures_in_which_plans_differ_as_written() -> None:
    """The second is the first with a lower running cost: it is best in that alone."""
    plan = tiny_plan()
    cheaper = replace(plan, kpis=replace(plan.kpis, opex=plan.kpis.opex * 0.9))
    assert best_sentences(compared(plan, cheaper)) == [
        "Best in how many of the 1 measures that differ: a in 0, b in 1."
    ]


def test_what_makes_plans_hard_to_compare_is_said() -> None:
    """Another goal and function were asked; another network of today is of other data."""
    plan = tiny_plan()
    other = asking(plan, objective="profit", coverage="service")
    dearer = replace(other, baseline=replace(plan.baseline, opex=plan.baseline.opex + 1000.0))
    found = compared(plan, dearer)
    told = "\n".join(warnings(found))
    for words in ("data or model of their studies differ", "different goals", "counts different functions"):
        assert words in told
    assert "people" not in change_sentences(found)[0]
    labels = [row["label"] for row in told_figures(found)]
    assert not any(label.startswith(("Covered", "Society: Covered")) for label in labels)
    assert any(label.startswith("Customers: Within reach") for label in labels)
    assert not any(line.startswith("Measure  ") and "Today" in line for line in compare_lines(found))


def test_money_that_rounds_alike_buys_nothing() -> None:
    """Ten yuan of 13.9 m CNY more, and more sales: they are not told by what each takes."""
    plan = tiny_plan()
    other = replace(plan, kpis=replace(plan.kpis, capex=plan.kpis.capex + 10.0, capture=plan.kpis.capture + 50.0))
    assert change_sentences(compared(plan, other))[0] == (
        "b against a: sells 50 vehicles/year more, invests 10 CNY more, reaches as many people."
    )
