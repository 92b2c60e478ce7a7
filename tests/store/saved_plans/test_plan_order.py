"""The list in order: the best or the youngest first, what has no such figure last."""

from __future__ import annotations

from siteplan.store.saved_plans.listed_plan import ListedPlan, PlanStatus
from siteplan.store.saved_plans.plan_order import ORDERS, in_order, listed_frame, with_status


def plan(name: str, created: float, **facts: float) -> ListedPlan:
    return ListedPlan(
        name, None, None, "s", "h", name, "en", "li", "Li", created, {}, facts, "d", 1,
    )  # fmt: skip


PLANS = [plan("b", 1.0, share=0.1, capex=5.0), plan("a", 3.0, share=0.3, capex=9.0), plan("c", 2.0)]


def test_each_order_has_the_best_first_and_the_unknown_last() -> None:
    found = {order: "".join(one.name for one in in_order(PLANS, order)) for order in ORDERS}
    assert found | {"coverage_rural": "", "cost_per_vehicle": ""} == {
        "changed": "acb", "share": "abc", "capex": "bac", "name": "abc", "coverage_rural": "", "cost_per_vehicle": "",
    }  # fmt: skip


def test_statuses_choose_and_rows_have_the_figures_that_any_plan_has() -> None:
    assert with_status(PLANS, []) == PLANS
    assert with_status(PLANS, [PlanStatus.APPROVED]) == []
    frame = listed_frame(PLANS, lambda one: one.status, lambda one: one.author_name)
    assert [*frame] == ["plan", "state", "share", "capex", "made"]
    assert frame["plan"].tolist() == ["b", "a", "c"]
