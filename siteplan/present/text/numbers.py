"""Numbers as people read them, in their language and with their unit."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from siteplan.present.text.reader import Reader

__all__ = [
    "NO_NUMBER",
    "amount",
    "change",
    "counted_in",
    "difference",
    "exact",
    "per_cent",
    "points",
    "quiet",
    "share",
    "share_change",
]

NO_NUMBER = "–"
_NOISE = 1e-9  # of the figures beside it: what adding up a million numbers leaves, and far less than anybody asks
_LEAST = 5e-5  # of a unit that people count in: below it there is nothing to be seen of it

_SCALES: Mapping[str, tuple[tuple[float, str], ...]] = {
    "en": ((1e9, "bn"), (1e6, "m"), (1e3, "k")),
    "zh-Hans": ((1e8, "亿"), (1e4, "万")),
    "zh-Hant": ((1e8, "億"), (1e4, "萬")),
}


def amount(x: float | None, unit: str, reader: Reader, digits: int = 3) -> str:
    """Write a number for a sentence: `digits` significant digits, scaled, with its unit.

    1 234 567 CNY is "1.23 m CNY" in English and "123 万元" in Chinese. A unit that UNITS does not know
    is shown as given; no number is shown as a dash.
    """
    if x is None or not isfinite(x):
        return NO_NUMBER
    seen = 0.0 if unit and abs(x) < _LEAST else x
    rounded = float(f"{seen:.{digits}g}") + 0.0  # first, so that 999 950 is 1 m and not 1000 k; no -0
    size, scale = next((s for s in _SCALES[reader.language] if abs(rounded) >= s[0]), (1.0, ""))
    number = f"{rounded / size:.15g}".replace("-", "−", 1)
    word = reader.unit_word(unit, one=number == "1" and not scale)
    between = "" if reader.is_chinese or not scale else " "
    return f"{number} {scale}{between}{word}".rstrip()


def counted_in(unit: str, reader: Reader) -> tuple[float, str]:
    """Return by what figures of a unit, "CNY/year", are counted in columns and axes, and what that is called.

    Sums of money go by ten thousands in Chinese: 10,000 and "万元/年"; what a vehicle costs does not.
    """
    is_money = unit in {reader.currency, f"{reader.currency}/year"}
    size, sign = _SCALES[reader.language][-1] if is_money and reader.is_chinese else (1.0, "")
    return size, sign + reader.unit_word(unit)


def quiet(x: float, *beside: float) -> float:
    """Return a number, and nought where it is only the rounding of the figures beside it."""
    return 0.0 if abs(x) <= _NOISE * max(map(abs, beside), default=0.0) else x


def difference(x: float, y: float) -> float:
    """Return ``x - y``, and nought where both are the same but for rounding."""
    return quiet(x - y, x, y)


def change(x: float | None, unit: str, reader: Reader) -> str:
    """Write a difference as `amount` does, with its sign: "+3.4 k vehicles/year"."""
    return _signed(x, amount(x, unit, reader))


def share(x: float | None, reader: Reader) -> str:
    """Write a part of one as per cent with one decimal: "6.1 %", in Chinese "6.1%"."""
    if x is None or not isfinite(x):
        return NO_NUMBER
    return exact(x * 100, 1) + per_cent(reader)


def per_cent(reader: Reader) -> str:
    """Return what stands behind a figure of a hundred: " %", in Chinese "%"."""
    return "%" if reader.is_chinese else " %"


def share_change(x: float | None, reader: Reader) -> str:
    """Write the difference of two shares in percentage points: "+2.8 pp"."""
    if x is None or not isfinite(x):
        return NO_NUMBER
    return _signed(round(x, 3), exact(x * 100, 1, reader.gettext("pp")))


def points(x: float | None, reader: Reader) -> str:
    """Write the distance of two shares: percentage points, never per cent."""
    if x is None or not isfinite(x):
        return NO_NUMBER
    decimals = 1 if abs(x) >= 0.01 or x == 0 else 2
    return exact(x * 100, decimals, reader.gettext("pp"))


def exact(x: float | None, decimals: int = 0, unit: str = "") -> str:
    """Write a number for a table: every digit down to `decimals`, thousands apart, `unit` as given."""
    if x is None or not isfinite(x):
        return NO_NUMBER
    number = f"{x:z,.{decimals}f}".replace("-", "−")
    return f"{number} {unit}".rstrip()


def _signed(x: float | None, text: str) -> str:
    return f"+{text}" if x is not None and isfinite(x) and x > 0 else text
