import math
import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.evaluate import Proof
from siteplan.present.plan_text.sentences import gap_text, proof_sentence
from siteplan.present.text.names import UNITS
from siteplan.present.text.numbers import amount, change, difference, exact, points, quiet, share, share_change
from siteplan.present.text.reader import Reader
from siteplan.study.objectives import Goal

NUMBERS = st.floats(-1e11, 1e11, allow_nan=False)
SIZES = {"k": 1e3, "m": 1e6, "bn": 1e9, "万": 1e4, "亿": 1e8}


@pytest.mark.parametrize(
    ("x", "english", "chinese"),
    [
        (58_200_000, "58.2 m CNY", "5820 万元"),
        (1_260_000_000, "1.26 bn CNY", "12.6 亿元"),
        (34_000, "34 k CNY", "3.4 万元"),
        (999_950, "1 m CNY", "100 万元"),  # rounded before the scale is chosen: not 1000 k
        (-3_412, "−3.41 k CNY", "−3410 元"),
        (6.25, "6.25 CNY", "6.25 元"),
        (0, "0 CNY", "0 元"),
        (-1e-320 * 0, "0 CNY", "0 元"),  # minus nought is nought
        (None, "–", "–"),
        (math.nan, "–", "–"),
        (math.inf, "–", "–"),
    ],
)
def test_amounts(x: float | None, english: str, chinese: str) -> None:
    assert amount(x, "CNY", Reader("en")) == english
    assert amount(x, "CNY", Reader("zh-Hans")) == chinese


@given(NUMBERS, st.sampled_from(["en", "zh-Hans"]))
def test_an_amount_says_the_number_to_three_digits(x: float, language: str) -> None:
    number, _, scale = amount(x, "", Reader(language)).partition(" ")
    assert float(number.replace("−", "-")) * SIZES.get(scale, 1) == pytest.approx(x, rel=0.0051, abs=1e-300)


def test_every_unit_has_its_word() -> None:
    assert amount(3.4, "CNY/m2/day", Reader("en")) == "3.4 CNY/m²/day"
    assert amount(34_000, "vehicles/year", Reader("zh-Hans")) == "3.4 万辆/年"
    assert all(amount(1, unit, Reader("zh-Hans")) != amount(1, unit, Reader("en")) for unit in UNITS)


def test_a_unit_of_the_users_own_is_shown_as_given() -> None:
    assert amount(2, "EUR", Reader("zh-Hans")) == "2 EUR"


def test_shares_have_one_decimal() -> None:
    assert share(0.0614, Reader("en")) == "6.1 %"
    assert share(0.0614, Reader("zh-Hans")) == "6.1%"
    assert share(None, Reader("en")) == share(math.nan, Reader("zh-Hans")) == "–"


def test_changes_carry_their_sign() -> None:
    assert change(3_400, "vehicles/year", Reader("en")) == "+3.4 k vehicles/year"
    assert change(-12, "min", Reader("en")) == "−12 min"
    assert change(0, "min", Reader("en")) == "0 min"
    assert change(None, "min", Reader("en")) == "–"
    assert share_change(0.028, Reader("en")) == "+2.8 pp"
    assert share_change(-0.028, Reader("zh-Hans")) == "−2.8 个百分点"
    assert share_change(None, Reader("en")) == "–"


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    assert share_change(0.0004, Reader("en")) == share_change(-0.0004, Reader("en")) == "0.0 pp"


def test_tables_show_every_digit() -> None:
    assert exact(1_234_567.89) == "1,234,568"
    assert exact(-1_234.5, 1, "a-b") == "−1,234.5 a-b"
    assert exact(-0.01) == "0"
    assert exact(None) == exact(math.nan) == "–"


FIGURES = st.floats(1e-3, 1e12)
ROUNDING = st.floats(-1e-10, 1e-10)


@given(FIGURES, ROUNDING)
def test_the_rounding_of_two_equal_figures_is_no_difference(x: float, error: float) -> None:
    assert difference(x * (1 + error), x) == 0
    assert quiet(x * error, x) == 0


@given(FIGURES, st.floats(1e-8, 1.0))
def test_what_anybody_could_ask_about_is_a_difference(x: float, part: float) -> None:
    """A hundred-millionth of a figure is more than a million additions leave, and still told."""
    assert difference(x * (1 + part), x) == pytest.approx(x * part, rel=1e-6)


@given(st.floats(-4e-5, 4e-5), st.sampled_from(sorted(UNITS)), st.sampled_from(["en", "zh-Hans"]))
def test_nobody_reads_a_trillionth_of_a_vehicle(x: float, unit: str, language: str) -> None:
    assert amount(x, unit, Reader(language)) == amount(0, unit, Reader(language))


def proof(value: float, bound: float, status: str, least: bool) -> Proof:
    goal = Goal("cost" if least else "market_share", "vehicles/year", least)
    gap = abs(bound - value) / max(abs(bound), 1e-300)
    return Proof(goal, status, value, bound, value, 0.0, gap, 1.0, True, (), pd.DataFrame())


@given(FIGURES, ROUNDING, st.sampled_from(["optimal", "feasible", "cancelled"]), st.booleans(),
       st.sampled_from(["en", "zh-Hans"]))  # fmt: skip
def test_no_rounding_reaches_the_proofs_sentence(
    value: float, error: float, status: str, least: bool, language: str
) -> None:
    """A bound that differs by rounding proves the plan; before, it left "2.27e-12 vehicles/year" open."""
    said = proof_sentence(proof(value, value * (1 + error), status, least), Reader(language))
    assert said == proof_sentence(proof(value, value, "optimal", least), Reader(language))
    assert not re.search(r"\de[-−]", said)


@pytest.mark.parametrize("bound", [2.27e-12, -3e-14, 0.0])
def test_beside_a_value_of_nought_rounding_is_nothing_either(bound: float) -> None:
    assert proof_sentence(proof(0.0, bound, "optimal", False), Reader("en")).endswith("brings more.")


@given(st.floats(0, 1))
def test_a_gap_is_told_without_a_row_of_noughts(gap: float) -> None:
    said = gap_text(gap, Reader("en"))
    assert re.fullmatch(r"0\.0 %|100\.0 %|\d{1,2}\.\d %|0\.0*[1-9] %|0\.0*10 %|0\.10* %", said), said
    assert gap_text(0 if gap < 1e-9 else gap, Reader("en")) == said


def test_the_distance_of_shares_is_in_percentage_points() -> None:
    assert points(0.0013, Reader("en")) == "0.13 pp"
    assert points(0.0341, Reader("en")) == "3.4 pp"
    assert points(0.0013, Reader("zh-Hans")) == "0.13 个百分点"
    assert (points(0, Reader("en")), points(None, Reader("en"))) == ("0.0 pp", "–")
