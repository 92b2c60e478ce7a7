"""A scorecard that cannot be is refused at the door, with a remedy."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import check_study
from siteplan.data.check.score_checks import MODEL_CRITERIA
from siteplan.score.ahp import RANDOM_INDEX
from siteplan.score.criteria import CRITERIA
from siteplan.study.score_specs import MOST_CRITERIA
from tests.data.folders import TOML, facilities, only, problems, write_study

PAIRS = 'criteria = ["rent", "population"]\n'


def test_the_scores_own_criteria_and_limits_are_known_here() -> None:
    assert set(MODEL_CRITERIA) == set(CRITERIA)
    assert len(RANDOM_INDEX) == MOST_CRITERIA


@pytest.mark.parametrize(
    ("text", "where", "what", "remedy"),
    [
        ("[score]\nweights = { rent = 0 }", "[score].weights", "all weights are zero", "above 0"),
        ("[score.tiers.2]\nweights = { rent = 0 }", "[score.tiers.2.weights]", "all weights are zero", "above 0"),
        ("[score.formats.mall]", "[score.formats.mall.weights]", "all weights are zero", "above 0"),
        (
            "[score.formats.mall.tiers.2]\nweights = { rnt = 1 }", "[score.formats.mall.tiers.2.weights]",
            '"rnt"', 'Did you mean "rent"?',
        ),
        ("[score.formats.mal]\nweights = { rent = 1 }", "[score.formats].mal", "does not exist", "Did you mean"),
        ("[score.tiers.9]\nweights = { rent = 1 }", "[score.tiers].9", "no zone or candidate", "Known are 2, 4."),
        ("[score.formats.mall.tiers.9]\nweights = { rent = 1 }", "[score.formats.mall.tiers].9", '"9"', "Known are"),
        ("[score.criteria.rnt]\nbounds = [0, 1]", "[score.criteria]", '"rnt"', 'Did you mean "rent"?'),
        ("[score]\nbounds = { rnt = [0, 1] }", "[score.bounds]", '"rnt"', 'Did you mean "rent"?'),
        ("[score]\nbounds = { rent = [9, 1] }", "[score.bounds].rent", "9 is not below", "Write [1, 9]"),
        ("[score.criteria.rent]\nbounds = [5, 5]", "[score.criteria.rent].bounds", "not below", "lower one first"),
        ('[score.criteria.rent]\ndirection = "ideal"', "[score.criteria.rent].ideal", "missing", "ideal = NUMBER"),
        (
            "[score.criteria.rent]\nideal = 9\nbounds = [0, 5]", "[score.criteria.rent].ideal",
            "9 is outside the bounds 0 to 5", "move the ideal",
        ),
        (
            '[score.criteria.rent]\nideal = 9\ndirection = "lower"', "[score.criteria.rent].ideal",
            'the direction is "lower"', "Take one",
        ),
        (
            '[score]\nnormalise = "rank"\nbounds = { rent = [0, 9] }', "[score.criteria.rent].bounds",
            '"rank" has none', "Take the bounds out",
        ),
        (
            "[score]\nbounds = { rent = [0, 9] }\n[score.criteria.rent]\nbounds = [0, 8]",
            "[score.criteria.rent].bounds", "also given in [score] bounds", "one of the two",
        ),
        (
            '[score]\ndirections = { rent = "lower" }\n[score.criteria.rent]\ndirection = "higher"',
            "[score.criteria.rent].direction", "also given in [score] directions", "one of the two",
        ),
        ('[score]\nweighting = "ahp"', "[score].weighting", "no pairs are compared", "Add [score.ahp]"),
        (f"[score.ahp]\n{PAIRS}matrix = [[1, 3]]", "[score.ahp].matrix", "1 rows of 2", "Give 2 rows of 2"),
        (f"[score.ahp]\n{PAIRS}matrix = [[1, 3], [3, 1]]", "[score.ahp].matrix", "[rent / population]", '"1/3"'),
        (f"[score.ahp]\n{PAIRS}matrix = [[1, -3], [-0.33, 1]]", "[score.ahp].matrix", "above 0", "as 3 or"),
        (f"[score.ahp]\n{PAIRS}matrix = [[2, 3], [\"1/3\", 1]]", "[score.ahp].matrix", "[rent / rent]", "Write 1"),
        (f"[score.ahp]\n{PAIRS}matrix = [[1, \"1/0\"], [0, 1]]", "[score.ahp].matrix #1 #2", '"1/0" is not a', "1.5"),
        (
            '[score.ahp]\ncriteria = ["rent", "rent"]\nmatrix = [[1, 1], [1, 1]]', "[score.ahp].criteria",
            "named twice", "each once",
        ),
        (
            '[score.ahp]\ncriteria = ["rent", "rivals"]\nmatrix = [[1, 1], [1, 1]]', "[score.ahp]",
            '"rivals"', "Known are",
        ),
        ("[score]\nbounds = { rent = [1] }", "[score.bounds].rent #2", "missing", ""),
        ('[score]\nnormalise = "zscore"', "[score].normalise", "not allowed", "Allowed are"),
        ("[score]\nconcentration = 0", "[score].concentration", "not above 0", "above 0"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_named_with_its_remedy(text: str, where: str, what: str, remedy: str, tmp_path: Path) -> None:
    found = str(only(problems(tmp_path, f"{TOML}\n{text}\n")))
    assert found.startswith(f"study.toml {where}: ")
    assert what in found
    assert remedy in found


def own(n: int) -> pd.DataFrame:
    """So many own sites that sell, and one that does not say."""
    one = facilities().iloc[[0]]
    rows = pd.concat([one] * (n + 1), ignore_index=True)
    return rows.assign(site_id=[f"F{k}" for k in range(n + 1)], annual_sales=["100"] * n + [""])


@pytest.mark.parametrize("text", ['weighting = "fitted"', 'directions = { competition = "fitted" }'])
def test_fewer_than_fifteen_sites_with_sales_fit_nothing(text: str, tmp_path: Path) -> None:
    toml = f"{TOML}\n[score]\n{text}\n"
    found = str(only(problems(tmp_path / "few", toml, facilities=own(14))))
    assert found.startswith("facilities.annual_sales: 14 own sites have sales, and a fit needs 15")
    assert problems(tmp_path / "enough", toml, facilities=own(15)) == []
    assert "0 own sites" in str(only(problems(tmp_path / "none", toml)))


def test_all_problems_come_at_once(tmp_path: Path) -> None:
    text = "[score]\nweights = { rnt = 1 }\nbounds = { rent = [9, 1] }\n[score.formats.mal]\nweights = { rent = 1 }"
    assert len(check_study(write_study(tmp_path, f"{TOML}\n{text}\n")).problems) == 3


def test_a_good_scorecard_has_no_problems(tmp_path: Path) -> None:
    text = """
[score]
weighting = "ahp"
bounds = { rent = [0, 40] }
[score.ahp]
criteria = ["rent", "population"]
matrix = [[1, "1/7"], [7, 1]]
[score.criteria.competition]
ideal = 1.5
bounds = [0, 4]
[score.formats.mall]
weights = { rent = 1 }
tiers = { 4 = { weights = { population = 1 } } }
"""
    assert problems(tmp_path, TOML + text) == []


def test_a_column_called_as_a_measured_criterion_is_not_taken_for_it_in_silence(tmp_path: Path) -> None:
    """The score's population is people within reach, whatever a candidate's own column of that name says."""
    folder = write_study(tmp_path, TOML + "[score]\nweights = { population = 1 }\n")
    table = pd.read_csv(folder / "candidates.csv").assign(population=5)
    table.to_csv(folder / "candidates.csv", index=False)
    market = check_study(folder).market
    assert market is not None
    assert [note.column for note in market.notes if "does not use this column" in note.text] == ["population"]
