"""A plan says the same however pandas holds its texts; only siteplan's own programs say how."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import siteplan as sp
from siteplan.evaluate import Plan, evaluate
from siteplan.formulate.outcome import Answer
from siteplan.jobs import worker
from siteplan.jobs.jobs import Job
from siteplan.present.reports.report_html import report_html
from siteplan.present.saved.archive import kept_data
from siteplan.present.text.reader import Reader
from tests.command_line import Run
from tests.data.folders import write_study
from tests.worlds import tiny_market, tiny_selection, tiny_study

HELD = "mode.string_storage"


@pytest.fixture
def as_pandas_holds_them() -> Iterator[None]:
    with pd.option_context(HELD, "auto"):
        yield


def planned() -> Plan:
    ground = sp.lay_groundwork(tiny_study(), tiny_market())
    return evaluate(Answer.of(ground, tiny_selection(ground)))


@pytest.mark.usefixtures("as_pandas_holds_them")
def test_a_plan_is_the_same_however_its_texts_are_held() -> None:
    """To the byte of what its folder keeps, and of its page: dtypes, order of rows and ties with them."""
    theirs = planned()
    said = kept_data(theirs), report_html(theirs, Reader.of(theirs.study))
    with pd.option_context(HELD, "python"):
        ours = planned()
        assert (kept_data(ours), report_html(ours, Reader.of(ours.study))) == said


@pytest.mark.usefixtures("as_pandas_holds_them")
def test_so_are_the_tables_of_a_folder(tmp_path: Path) -> None:
    study = sp.read_study(write_study(tmp_path))
    theirs = sp.read_market(study)
    with pd.option_context(HELD, "python"):
        ours = sp.read_market(study)
    for table in ("zones", "candidates", "facilities", "competitors"):
        assert_frame_equal(
            getattr(ours, table),
            getattr(theirs, table),
            check_dtype=False,
            check_index_type=False,
            check_column_type=False,
        )


@pytest.mark.usefixtures("as_pandas_holds_them")
def test_the_command_line_says_how_and_its_help_waits_for_no_table(run: Run, tmp_path: Path) -> None:
    run("init", "--help")
    assert pd.get_option(HELD) == "auto"
    run("init", tmp_path / "study")
    assert pd.get_option(HELD) == "python"


@pytest.mark.usefixtures("as_pandas_holds_them")
def test_so_does_a_job(tmp_path: Path) -> None:
    """Whatever becomes of it: here its study is not there."""
    (tmp_path / "asked.json").write_text('{"study": "nowhere", "plan": {}, "language": "en"}', "utf-8")
    worker.main(Job(tmp_path).folder)
    assert pd.get_option(HELD) == "python"
