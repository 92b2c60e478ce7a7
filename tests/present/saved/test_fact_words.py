"""A card of a saved plan says its figures with their units, and leaves out what it does not have."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pypdf import PdfReader

from siteplan.present.saved.draft_name import draft_name
from siteplan.present.saved.fact_words import fact_lines, proven_text
from siteplan.present.saved.report_files import report_of
from siteplan.present.text.reader import Reader
from tests.side_by_side import saved
from tests.worlds import tiny_plan

ENGLISH = Reader.of(tiny_plan().study, "en")


def test_a_card_says_share_money_and_reach_against_today() -> None:
    facts = {
        "share": 0.052,
        "share.today": 0.02,
        "capex": 1.2e8,
        "opened": 14.0,
        "coverage": 0.7,
        "coverage.today": 0.4,
    }
    assert dict(fact_lines(facts, ENGLISH)) == {
        "Market share": "5.2 % (+3.2 pp)", "Investment": "120 m CNY, 14 sites", "Covered, all": "70 % (today 40 %)",
    }  # fmt: skip
    rural = {**facts, "coverage_rural": 0.6, "coverage_rural.today": 0.18}
    assert dict(fact_lines(rural, ENGLISH))["Covered, rural"] == "60 % (today 18 %)"
    assert fact_lines({}, ENGLISH) == []
    assert (proven_text({"gap": 0.004}, ENGLISH), proven_text({}, ENGLISH)) == ("proven within 0.4 %", "not proven")


def test_a_draft_is_called_by_its_sites_and_its_money() -> None:
    plan = tiny_plan()
    assert draft_name(plan, ENGLISH).startswith(f"{len(plan.sites)} sites, ")


def test_one_page_is_a_pdf_of_page_one_alone(tmp_path: Path) -> None:
    folder = saved(tiny_plan(), tmp_path / "plan")
    assert len(PdfReader(BytesIO(report_of(folder, "pdf", "zh-Hans", one_page=True))).pages) == 1
