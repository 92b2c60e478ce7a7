"""Fitted parameters in the text of a study.toml."""

import tomllib
from pathlib import Path

import pytest

from siteplan.data.study_toml.revise import revised_text, study_text
from siteplan.data.study_toml.template_study import write_template
from siteplan.errors import StudyError

CHANGES = {"decay": "power", "rate": 1.5, "exponents": {"footfall": 0.3}}
REMARKS = {"decay": "chosen", "rate": "fitted", "exponents": "fitted too", "midpoint": "bent"}


def test_values_change_and_every_other_line_stays(tmp_path: Path) -> None:
    before = study_text(write_template(tmp_path / "study"))
    after = revised_text(before, CHANGES, REMARKS)
    wanted = tomllib.loads(before)
    wanted["trade_area"] |= CHANGES | {"rate": {"value": 1.5, "range": [0.04, 0.12]}}
    assert tomllib.loads(after) == wanted
    lost = [line for line in before.splitlines() if line not in after.splitlines()]
    assert len(lost) == 8  # three values, and the rest of the comments of two
    assert 'decay = "power" # chosen' in after
    assert "rate = { value = 1.5, range = [0.04, 0.12] } # fitted" in after
    assert "exponents = { footfall = 0.3 } # fitted too" in after


def test_a_section_within_a_section_is_changed_alone() -> None:
    text = "[formats.mall]\nattractiveness = 1.0  # [A]\nstaff = 2\n\n[formats.dealer]\nattractiveness = 1.2  # [A]\n"
    after = revised_text(text, {"attractiveness": 0.7}, {"attractiveness": "fitted"}, ("formats", "dealer"))
    assert after == text.replace("1.2  # [A]", "0.7 # fitted")
    added = revised_text(after, {"outside": 3.0}, {"outside": "fitted"})
    assert tomllib.loads(added) == {**tomllib.loads(after), "trade_area": {"outside": 3.0}}


def test_figures_by_tier_change_where_they_stand_and_keep_their_ranges() -> None:
    text = '[formats.dealer]\nrate = { "1" = { value = 0.04, range = [0.02, 0.08] }, default = 0.05 } # [A]\n'
    after = revised_text(text, {"rate": {"1": 0.03, "default": 0.04}}, {"rate": "in ratio"}, ("formats", "dealer"))
    assert after == text.replace("0.04,", "0.03,", 1).replace("0.05", "0.04").replace("[A]", "in ratio")


def test_a_new_key_stands_beside_its_kin() -> None:
    text = '[trade_area]\ndecay = "power" # a\nrate = 1.0 # b\n\n# about what follows\n[tiers]\norder = []\n'
    after = revised_text(text, {"decay": "logistic", "rate": 0.1, "midpoint": 20.0}, REMARKS)
    lines = after.splitlines()
    assert lines.index("rate = 0.1 # fitted") + 1 == lines.index("midpoint = 20.0 # bent")
    assert lines.index("# about what follows") + 1 == lines.index("[tiers]")


@pytest.mark.parametrize(
    "text",
    [
        '[study]\nname = "x"\n\n[[plan.rules]]\nkind = "count"\n',
        'trade_area.rate = 0.1 # c\n[study]\nname = "y"\n',
        'trade_area = { rate = 0.1 }\n[study]\nname = "y"\n',
        "[trade_area.exponents]\nfootfall = 1 # z\n",
        '[trade_area]\nrate = 0.1\n[trade_area.exponents]\nrent = 1\n[study]\nname = "y"\n',
        "",
    ],
)
def test_whatever_the_layout_it_reads_as_it_should(text: str) -> None:
    wanted = tomllib.loads(text)
    area = wanted.get("trade_area", {})
    wanted["trade_area"] = {**area, **CHANGES, "exponents": {**area.get("exponents", {}), "footfall": 0.3}}
    assert tomllib.loads(revised_text(text, CHANGES, REMARKS)) == wanted


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="does not exist"):
        study_text(tmp_path)
