"""Sources of tables and settings, each with its grade; where nobody says one, that is said."""

from siteplan.present.tables.report_tables import seen_table, source_table
from siteplan.present.text.reader import Reader
from siteplan.study.file_entry import SeenFigure
from tests.worlds import HOSTILE, tiny_study


def test_a_table_tells_the_grade_of_its_source_or_that_nobody_says() -> None:
    study = tiny_study()
    graded = study.files.zones.model_copy(update={"grade": "A"})
    study = study.model_copy(update={"files": study.files.model_copy(update={"zones": graded})})
    table = source_table(study, Reader("en"))
    grades = dict(zip(table.frame["table"], [row[2] for row in table.rows], strict=True))
    assert grades["Zones"] == "A"
    assert grades["Candidates"] == "–"
    assert "C vendor" in table.note


def test_sources_of_settings_stand_as_given_and_without_any_there_is_no_table() -> None:
    study = tiny_study()
    assert seen_table(study, Reader("en")) is None
    seen = SeenFigure(says=HOSTILE, used_for="demand.nev_share", source="NBS", date="2025-01", grade="A")
    table = seen_table(study.model_copy(update={"sources": (seen,)}), Reader("zh-Hans"))
    assert table is not None
    assert table.rows == [[HOSTILE, "demand.nev_share", "NBS", "2025-01", "A"]]
