"""Sites gained and lost, by name and as a table."""

from __future__ import annotations

from dataclasses import replace

from siteplan.evaluate import Plan
from siteplan.present.compare.compare_words import compare_lines
from siteplan.present.compare.site_differences import against_first, sites_sentence, sites_table
from tests.side_by_side import compared, other_plan, two_plans
from tests.worlds import HOSTILE, tiny_plan


def sold(plan: Plan, site_id: str) -> float:
    return float(plan.business.sites.set_index("site_id").loc[site_id, "sold"])


def test_each_site_has_the_format_and_sales_of_the_plan_that_has_it() -> None:
    found = two_plans()
    rows = against_first(found, 2).set_index("site_id")
    assert rows[["kind", "before", "format"]].agg(tuple, axis=1).to_dict() == {
        "C4": ("gained", "", "dealer"),
        "C3": ("dropped", "dealer", "dealer"),
        "C6": ("reshaped", "dealer", "mall"),
    }
    assert rows["sold"].to_dict() == {
        "C4": sold(other_plan(), "C4"), "C3": sold(tiny_plan(), "C3"), "C6": sold(other_plan(), "C6"),
    }  # fmt: skip


def test_they_are_told_by_name_and_as_rows() -> None:
    found = two_plans()
    assert sites_sentence(found, 2, "b") == (
        "Only in b (1): Harbour dealer park in Westport. Only in a (1): Ring dealer park in Westport. "
        "In b of another format than in a (1): County market in Eastshire."
    )
    table = sites_table(found, 2, "b", "compare_sites.csv")
    assert table is not None
    assert [row[:4] for row in table.rows] == [
        ["Harbour dealer park", "Westport", "only in b", "dealer"],
        ["Ring dealer park", "Westport", "only in a", "dealer"],
        ["County market", "Eastshire", "another format", "mall in place of dealer"],
    ]


def test_the_first_ten_are_named_and_the_rest_counted() -> None:
    """Twelve sites that the first plan has not: of the rows of one, made twelve."""
    found = two_plans()
    one = found.sites[found.sites["site_id"] == "C4"]
    many = one.loc[one.index.repeat(12)].assign(name=[f"S{k}" for k in range(12)], sold_2=range(12, 0, -1))
    said = sites_sentence(replace(found, sites=many), 2, "b")
    assert said.startswith("Only in b (12): S0 in Westport, ")
    assert said.endswith("S9 in Westport and 2 more.")


def test_names_in_the_readers_language_and_none_that_a_terminal_obeys() -> None:
    plan = other_plan()
    candidates = plan.market.candidates.assign(name_zh_hant="港口經銷園區", name_en=HOSTILE + "\x1b[2J")
    named = replace(plan, market=replace(plan.market, candidates=candidates))
    assert "港口經銷園區" in sites_sentence(compared(tiny_plan(), named, language="zh-Hant"), 2, "b")
    assert "\x1b" not in "".join(compare_lines(compared(tiny_plan(), named)))


def test_the_same_sites_are_said_to_be_the_same() -> None:
    found = compared(tiny_plan(), tiny_plan())
    assert sites_sentence(found, 2, "b") == "b has the same sites as a, in the same formats."
    assert sites_table(found, 2, "b", "compare_sites.csv") is None
