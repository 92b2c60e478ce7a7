"""Why 81: one call, one table."""

from __future__ import annotations

import json
import re

import pytest
from rich.cells import cell_len

from siteplan.errors import StudyError
from siteplan.pipeline import lay_groundwork
from siteplan.present.model_text.score_lines import score_lines, scored_part, scores_dict
from siteplan.present.tables.score_tables import criteria_table, rank_range, score_part, why_table
from siteplan.present.text.lines import aligned
from siteplan.present.text.reader import Reader
from siteplan.study.score_specs import Score
from tests.worlds import HOSTILE, tiny_ground, tiny_market, tiny_plan, tiny_study

GROUND = tiny_ground()


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_parts_as_shown_add_up_to_the_score_as_shown(language: str) -> None:
    table = why_table(GROUND, "C1", None, Reader(language))
    *parts, total = [float(row[-1]) for row in table.rows]
    assert total == pytest.approx(GROUND.scorecard.score["C1"], abs=0.005)
    assert sum(parts) == pytest.approx(total, abs=0.03)
    assert f"{GROUND.scorecard.score['C1']:.1f}" in table.caption


def test_the_lines_stand_below_each_other_in_chinese_too() -> None:
    lines = score_lines(GROUND, ("C1", None), Reader("zh-Hans"))
    rows = lines[1 : 3 + GROUND.scorecard.values.shape[1]]
    assert len({cell_len(row) for row in rows}) == 1
    assert lines[0].startswith("North mall（C1）：得分")


def test_money_is_in_the_studys_currency() -> None:
    dollars = GROUND.study.model_copy(update={"study": GROUND.study.study.model_copy(update={"currency": "USD"})})
    rows = why_table(GROUND, "C1", None, Reader.of(dollars, "en")).rows
    assert next(row[1] for row in rows if row[0] == "rent") == "22 USD/m²/day"


def test_a_format_of_a_site_is_asked_about_with_a_colon() -> None:
    assert scored_part(GROUND.market, "C6") == ("C6", None)
    assert scored_part(GROUND.market, "C6:dealer") == ("C6", "dealer")
    with pytest.raises(StudyError, match=r'format "service"\. It offers mall, dealer'):
        scored_part(GROUND.market, "C6:service")
    with pytest.raises(StudyError, match='no candidate has the site_id "C66"'):
        scored_part(GROUND.market, "C66")


def test_the_score_as_a_format_has_its_own_weights() -> None:
    spec = Score(weights={"rent": 1}, formats={"dealer": {"weights": {"population": 1}}})  # type: ignore[dict-item]
    ground = lay_groundwork(tiny_study().model_copy(update={"score": spec}), tiny_market())
    table = why_table(ground, "C6", "dealer", Reader("en"))
    assert "as dealer: score" in table.caption
    assert next(row[0] for row in table.rows if row[-2] == "100.0 %") == "people in reach"


def test_a_gate_that_fails_is_said() -> None:
    spec = Score(weights={"rent": 1}, gates={"rent": {"at_most": 10}})  # type: ignore[dict-item]
    ground = lay_groundwork(tiny_study().model_copy(update={"score": spec}), tiny_market())
    assert why_table(ground, "C1", None, Reader("en")).caption.endswith("not ranked: fails rent")


def test_a_name_cannot_command_the_terminal() -> None:
    name = f"\x1b[2J{HOSTILE}\n"
    assert "\x1b" not in "".join(score_lines(tiny_ground(name), ("C1", None), Reader("en")))


def test_scripts_get_the_same_numbers_and_no_nan() -> None:
    found = scores_dict(GROUND, ("C9", None))
    text = json.dumps(found, allow_nan=False)
    assert json.loads(text)["why"][0].keys() == {
        "criterion", "value", "unit", "percentile", "percentile_tier", "points", "weight", "contribution",
    }  # fmt: skip
    assert sum(row["contribution"] for row in found["why"]) == pytest.approx(GROUND.scorecard.score["C9"], abs=1e-12)
    assert "why" not in scores_dict(GROUND, None)


def test_the_report_shows_scores_criteria_and_what_to_know() -> None:
    plan = tiny_plan()
    part = score_part(plan, Reader("en"))
    _drawn, opened, criteria = part.items
    assert [row[2] for row in opened.rows] == sorted((row[2] for row in opened.rows), reverse=True, key=float)
    assert len(opened.rows) == len(plan.sites)
    assert all(re.fullmatch(r"\d+(–\d+)?", row[5]) for row in opened.rows)
    assert {row[0] for row in criteria.rows} >= {"rent", "income"}


def test_the_ideal_has_a_column_where_there_is_one() -> None:
    spec = Score(weights={"competition": 1}, criteria={"competition": {"ideal": 0.2}})  # type: ignore[dict-item]
    ground = lay_groundwork(tiny_study().model_copy(update={"score": spec}), tiny_market())
    (row,) = criteria_table(ground.scorecard, Reader("en")).rows
    assert row[2:4] == ["near the ideal", "linear"]
    assert row[-1] == "0.2"
    assert len(criteria_table(GROUND.scorecard, Reader("en")).rows[0]) == 6


def test_ranks_that_never_change_are_one_number() -> None:
    assert rank_range(3, 3) == "3"
    assert rank_range(1, 1200) == "1–1,200"
    assert rank_range(float("nan"), float("nan")) == "–"


def test_columns_of_words_stand_to_the_left() -> None:
    assert aligned([("a", "b", "1"), ("客流", "bb", "10")], (0, 1)) == ["a     b    1", "客流  bb  10"]
