"""Candidates side by side: what sets them apart, why one ranks before another, what is taken away."""

from __future__ import annotations

import io
import math
from dataclasses import replace
from itertools import pairwise

import pandas as pd
import pytest

from siteplan.evaluate.alone import alone
from siteplan.groundwork import Groundwork
from siteplan.present.candidates.among_all import among_all
from siteplan.present.candidates.candidate_files import compared_csv, compared_workbook
from siteplan.present.candidates.candidate_tables import farthest_apart, side_table
from siteplan.present.candidates.rank_words import rank_sentences
from siteplan.present.candidates.side_by_side import SideBySide, option_in, side_by_side
from siteplan.present.text.reader import Reader
from siteplan.score.scorecard import percentiles
from tests.worlds import FORMULA, tiny_ground

OPTIONS = ("C1:mall", "C3:dealer", "C6:mall")


@pytest.fixture(scope="module")
def ground() -> Groundwork:
    return tiny_ground()


@pytest.fixture(scope="module")
def found(ground: Groundwork) -> SideBySide:
    return side_by_side(ground, OPTIONS, Reader("en"))


def test_percentiles_are_those_of_every_option_tried_alone(ground: Groundwork) -> None:
    """All at once by a shortcut: of what is won own sites lose their share. The two cities cap no sales."""
    among = among_all(ground)
    each = [alone(ground, str(option)) for option in among.index]
    tried = pd.DataFrame(
        {
            "capture": [one.capture for one in each],
            "net_new": [one.net_new for one in each],
            "cannibalised": [float(one.taken.from_own.iloc[0]) for one in each],
        },
        index=among.index,
    )
    pd.testing.assert_frame_equal(among[[*tried]], percentiles(tried.round(6)), atol=1e-9)
    ranked = percentiles(ground.scorecard.score.to_frame("score"))["score"]
    assert among.at["C1:mall", "score"] == ranked["C1"]


def test_what_is_widest_apart_stands_first_and_what_has_no_percentile_last(found: SideBySide) -> None:
    spreads = [figure.spread for figure in found.figures]
    known = [x for x in spreads if math.isfinite(x)]
    assert spreads[: len(known)] == sorted(known, reverse=True)
    assert len(known) < len(spreads)  # from competitors, people of the area: known of these alone
    widest = found.figures[0]
    assert widest.spread == max(widest.percentiles) - min(widest.percentiles)
    assert farthest_apart(found).startswith(f"They are farthest apart in: {widest.column.label(Reader('en'))}, ")


def test_a_figure_is_what_the_card_of_each_site_says(found: SideBySide, ground: Groundwork) -> None:
    told = {figure.column.name: figure.values for figure in found.figures}
    assert told["score"] == tuple(ground.scorecard.score[["C1", "C3", "C6"]])
    assert told["capture"] == tuple(alone(ground, option).capture for option in OPTIONS)
    assert told["capex"] == tuple(ground.options.loc[[*OPTIONS], "capex"])
    first = next(iter(ground.scorecard.values))
    assert told[f"value_{first}"] == pytest.approx(
        tuple(ground.scorecard.values.loc[["C1", "C3", "C6"], first]), nan_ok=True
    )


def test_the_table_has_a_column_a_site_and_a_row_a_figure(found: SideBySide) -> None:
    table = side_table(found)
    assert table.titles[1:-1] == ["North mall", "Ring dealer park", "County market"]
    rows = {row[0]: row[1:-1] for row in table.rows}
    assert rows["Format"] == ["mall", "dealer", "mall"]
    assert len(table.rows) == 4 + len(found.figures)
    assert "80 % of its sales" not in table.titles[0]
    assert "each candidate alone" in table.footnote


def test_a_sentence_names_the_criteria_that_put_one_before_the_other(ground: Groundwork, found: SideBySide) -> None:
    """What they differ by sums to the difference of the scores, for contributions sum to a score."""
    card = ground.scorecard
    order = card.rank[["C1", "C3", "C6"]].sort_values().index
    said = rank_sentences(found)
    assert len(said) == 2
    for text, (first, second) in zip(said, pairwise(order), strict=True):
        apart = card.contributions.loc[first] - card.contributions.loc[second]
        assert f"by {apart.sum():.1f} points" in text
        assert f"+{apart.max():.1f}" in text
        names = found.names
        assert text.startswith(f"{names[first]} ranks before {names[second]}")


def test_candidates_of_one_rank_have_the_same_score(ground: Groundwork, found: SideBySide) -> None:
    card = replace(ground.scorecard, rank=ground.scorecard.rank * 0 + 1)
    said = rank_sentences(replace(found, ground=replace(ground, scorecard=card)))
    assert said[0] == "North mall and Ring dealer park have the same score."


def test_a_candidate_that_fails_a_gate_has_no_rank_and_is_said_to(ground: Groundwork, found: SideBySide) -> None:
    card = ground.scorecard
    out = card.rank.index == "C3"
    gated = replace(card, rank=card.rank.mask(out), failed=card.failed.mask(out, "rent"))
    said = rank_sentences(replace(found, ground=replace(ground, scorecard=gated)))
    assert said[-1] == "Ring dealer park has no rank: it fails rent."
    assert len(said) == 2  # the two others, and the one without


def test_an_option_is_that_of_the_format_asked_or_the_first(ground: Groundwork) -> None:
    assert option_in(ground, "C3", "service") == "C3:service"
    assert option_in(ground, "C3", "mall") == option_in(ground, "C3", None) == "C3:dealer"
    assert option_in(ground, "nowhere", None) is None


def test_the_files_have_every_figure_as_a_number_and_no_formula(ground: Groundwork) -> None:
    hostile = side_by_side(tiny_ground(FORMULA), OPTIONS, Reader("en"))
    rows = pd.read_csv(io.BytesIO(compared_csv(hostile)), encoding="utf-8-sig")
    assert list(rows["site_id"]) == ["C1", "C3", "C6"]
    assert rows["name"].str.startswith("'=").all()
    assert list(rows["score"]) == pytest.approx(list(ground.scorecard.score[["C1", "C3", "C6"]]))
    assert rows["percentile_capture"].between(0, 100).all()
    book = compared_workbook(hostile, 1_700_000_000)
    assert book == compared_workbook(hostile, 1_700_000_000)
    sheets = pd.read_excel(io.BytesIO(book), sheet_name=None, header=1)
    figures, sites = sheets.values()
    assert figures.iloc[0, 0] == "Format"
    assert sites["Score"].head(3).tolist() == pytest.approx(list(rows["score"]))


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_chinese_readers_read_chinese(ground: Groundwork, language: str) -> None:
    found = side_by_side(ground, OPTIONS, Reader(language))
    said = " ".join([*rank_sentences(found), farthest_apart(found), side_table(found).footnote])
    for name in found.names.values():
        said = said.replace(name, "")
    assert not any(letter.isascii() and letter.isalpha() for letter in said)
