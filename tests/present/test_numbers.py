import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from siteplan.present.numbers import UNITS, amount, change, exact, share, share_change

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
    assert amount(x, "CNY", "en") == english
    assert amount(x, "CNY", "zh-Hans") == chinese


@given(NUMBERS, st.sampled_from(["en", "zh-Hans"]))
def test_an_amount_says_the_number_to_three_digits(x: float, language: str) -> None:
    number, _, scale = amount(x, "", language).partition(" ")
    assert float(number.replace("−", "-")) * SIZES.get(scale, 1) == pytest.approx(x, rel=0.0051, abs=1e-300)


def test_every_unit_has_its_word() -> None:
    assert amount(3.4, "CNY/m2/day", "en") == "3.4 CNY/m²/day"
    assert amount(34_000, "vehicles/year", "zh-Hans") == "3.4 万辆/年"
    assert all(amount(1, unit, "zh-Hans") != amount(1, unit, "en") for unit in UNITS)


def test_a_unit_of_the_users_own_is_shown_as_given() -> None:
    assert amount(2, "EUR", "zh-Hans") == "2 EUR"


def test_shares_have_one_decimal() -> None:
    assert share(0.0614, "en") == "6.1 %"
    assert share(0.0614, "zh-Hans") == "6.1%"
    assert share(None, "en") == share(math.nan, "zh-Hans") == "–"


def test_changes_carry_their_sign() -> None:
    assert change(3_400, "vehicles/year", "en") == "+3.4 k vehicles/year"
    assert change(-12, "min", "en") == "−12 min"
    assert change(0, "min", "en") == "0 min"
    assert change(None, "min", "en") == "–"
    assert share_change(0.028, "en") == "+2.8 pp"
    assert share_change(-0.028, "zh-Hans") == "−2.8 个百分点"
    assert share_change(None, "en") == "–"


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    assert share_change(0.0004, "en") == share_change(-0.0004, "en") == "0.0 pp"


def test_tables_show_every_digit() -> None:
    assert exact(1_234_567.89) == "1,234,568"
    assert exact(-1_234.5, 1, "a-b") == "−1,234.5 a-b"
    assert exact(-0.01) == "0"
    assert exact(None) == exact(math.nan) == "–"
