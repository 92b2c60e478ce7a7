"""Risks at the door: each says how likely it is and what it costs, by a number or by an outlook that exists."""

from __future__ import annotations

from pathlib import Path

import pytest

from siteplan.data.study_toml.study_file import study_reading
from tests.data.folders import TOML, write_study

OUTLOOK = '\n[[outlooks]]\nname = "rivals"\nprobability = 1\nrivals = 2\n'
WRONG = {
    'name = "a"\noutlook = "rival"': 'Did you mean "rivals"',
    'name = "a"\nprobability = 1.2\nmoney = 5': "1.2 is not 1 or less",
    'name = "a"\nprobability = [0.1, 0]\nmoney = 5': "not above 0",
    'name = "a"\nprobability = []\nmoney = 5': "probability",
    'name = "a"\nprobability = 0.1\nmoney = []': "money",
    'name = "a"\nprobability = 0.1\nmoney = -5': "-5 is not 0 or more",
    'name = "a"\nprobability = 0.1': "neither an outlook nor money",
    'name = "a"\noutlook = "rivals"\nmoney = 5': "both an outlook and money",
    'name = "a"\nmoney = 5': "nothing says how likely it is",
    'name = "a"\noutlook = "rivals"\n[[risks]]\nname = "a"\noutlook = "rivals"': '2 risks are called "a"',
    'name = "a"\nprobability = 0.1\nmoney = 5\nowners = "b"': 'Did you mean "owner"',
    'name = "a"\nprobability = 0.1\nmoney = 5\nname_zn = "b"': 'Did you mean "name_zh"',
    'name = "a"\noutlook = "rivals"\nname_zh = "c"\n[[risks]]\nname = "b"\noutlook = "rivals"\nname_zh = "c"':
        '2 of them are called "c"',
}  # fmt: skip


def read(folder: Path, lines: str, margin: str = "\nmargin = 1000") -> list[str]:
    write_study(folder)
    priced = TOML.replace("area_m2 = 200", f"area_m2 = 200{margin}")
    (folder / "study.toml").write_text(f"{priced}{OUTLOOK}[[risks]]\n{lines}\n", encoding="utf-8")
    return [str(problem) for problem in study_reading(folder).problems]


@pytest.mark.parametrize(("lines", "what"), WRONG.items())
def test_a_risk_that_says_too_little_or_nonsense_is_refused(lines: str, what: str, tmp_path: Path) -> None:
    found = read(tmp_path, lines)
    assert len(found) == 1
    assert "[risks]" in found[0]
    assert what in found[0]


def test_an_outlook_is_told_in_money_only_where_vehicles_earn_any(tmp_path: Path) -> None:
    assert read(tmp_path, 'name = "a"\noutlook = "rivals"') == []
    assert "no format has a margin" in read(tmp_path, 'name = "a"\noutlook = "rivals"', "")[0]
