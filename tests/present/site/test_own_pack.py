"""The page of one of today's sites: what it sold, sells, earns, and who takes from it, whatever becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.present.files.export import write_plan
from siteplan.present.saved.report_files import write_reports
from siteplan.present.site.own_pack import own_pack
from siteplan.present.text.reader import Reader
from tests.moving import moving_ground, opening
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def moved() -> Plan:
    """Return a plan in which the old mall F1 closes and the old dealer F2 becomes a mall."""
    ground = moving_ground("closable", "convertible")
    return evaluate(Answer.of(ground, opening(ground, ["C1:mall", "F2:mall"])))


def test_a_site_that_stays_tells_who_takes_from_it() -> None:
    plan = tiny_plan()
    pack = own_pack(plan, "F1", 0, Reader("en"))
    figures = {figure.id: figure.value for figure in pack.figures}
    assert figures["F1.lost"] == pytest.approx(plan.transfers.own.loc["F1"].sum())
    assert figures["F1.capture_today"] - figures["F1.lost"] == pytest.approx(figures["F1.capture"], rel=1e-6)
    assert pack.page_one.sentences[0].startswith("Stays as it is; wins")
    assert pack.page_one.reasons[0].title == "It was not asked"
    takers = plan.transfers.own.loc["F1"].nlargest(1).index[0]
    assert str(plan.market.candidates.loc[takers, "name"])[:6] in pack.page_one.coverage.drawing.svg()


def test_what_closes_and_converts_says_so_and_its_cash_is_that_of_the_business_case(moved: Plan) -> None:
    for site, word in (("F1", "Closes"), ("F2", "Becomes mall")):
        page = own_pack(moved, site, 0, Reader("en")).page_one
        assert page.sentences[0].startswith(word)
        row = moved.business.sites.set_index("site_id").loc[site]
        assert page.table.frame["cash"].sum() != 0 or not row["sold"]
    closed = {figure.id: figure.value for figure in own_pack(moved, "F1", 0, Reader("en")).figures}
    assert closed["F1.capture"] == 0
    assert "F1.result" not in closed


def test_pages_of_sites_of_today_are_written(moved: Plan, tmp_path: Path) -> None:
    write_plan(moved, tmp_path / "plan")
    written = write_reports(tmp_path / "plan", ["html"], ["zh-Hans"], sites=["F1", "F2"])
    pages = [path.read_text("utf-8") for path in written.paths]
    assert [path.name for path in written.paths] == ["site_F1.html", "site_F2.html"]
    assert "关闭后周边人口的覆盖情况" in pages[0]
    assert "自有网点" in pages[1]
