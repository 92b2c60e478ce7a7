"""One page a site: its own figures, where its customers live, from whom it takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.errors import StudyError
from siteplan.evaluate import Plan
from siteplan.present.files.export import write_plan
from siteplan.present.saved.report_files import write_reports
from siteplan.present.site.site_pack import site_pack
from siteplan.present.text.reader import Reader
from tests.worlds import tiny_plan


@pytest.fixture(scope="module")
def plan() -> Plan:
    return tiny_plan()


@pytest.fixture(scope="module")
def folder(plan: Plan, tmp_path_factory: pytest.TempPathFactory) -> Path:
    written = tmp_path_factory.mktemp("site") / "plan"
    write_plan(plan, written)
    return written


def test_its_figures_are_those_of_the_plan(plan: Plan) -> None:
    site = plan.sites.iloc[0]
    figures = {figure.id: figure.value for figure in site_pack(plan, site["site_id"], 0, Reader("en")).figures}
    for name in ("capture", "net_new", "capex", "npv"):
        assert figures[f"{site['site_id']}.{name}"] == pytest.approx(site[name])


def test_its_cash_adds_up_to_what_the_plan_counts_of_it(plan: Plan) -> None:
    """Investment in year 0; what comes after is profit, with what is got back at the end."""
    site = plan.sites.iloc[0]
    cash = site_pack(plan, site["site_id"], 0, Reader("en")).page_one.table.frame
    assert cash["spent"].iloc[0] == pytest.approx(site["capex"])
    assert cash["cash"].to_numpy() == pytest.approx((cash["profit"] - cash["spent"]).to_numpy())
    assert cash["profit"].to_numpy() == pytest.approx((cash["income"] - cash["opex"]).to_numpy())


def test_whom_it_takes_from_is_all_that_it_sells(plan: Plan) -> None:
    site = plan.sites.iloc[0]
    taken = plan.transfers
    parts = (taken.outside[site["site_id"]], taken.rivals[site["site_id"]].sum(), taken.own[site["site_id"]].sum())
    assert sum(parts) == pytest.approx(site["capture"])


def test_a_page_is_written_in_each_language_twice_the_same(plan: Plan, folder: Path) -> None:
    site = str(plan.sites["site_id"].iloc[0])
    written = write_reports(folder, ["html", "pdf"], ["en", "zh-Hant"], sites=[site])
    assert [path.name for path in written.paths] == [
        f"site_{site}.{language}.{form}" for language in ("en", "zh-Hant") for form in ("html", "pdf")
    ]
    first = [path.read_bytes() for path in written.paths]
    assert "為什麼選此處" in first[2].decode()
    again = write_reports(folder, ["html", "pdf"], ["en", "zh-Hant"], sites=[site])
    assert [path.read_bytes() for path in again.paths] == first


def test_a_site_that_stays_closed_and_a_medium_that_a_page_has_not_are_refused_at_once(folder: Path) -> None:
    with pytest.raises(StudyError) as raised:
        write_reports(folder, ["xlsx"], [], sites=["nowhere"])
    assert [problem.table for problem in raised.value.problems] == ["--format", "--site"]
    assert "siteplan explain" in raised.value.problems[1].remedy
