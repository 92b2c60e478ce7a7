"""Replies at the door: a brand of which something is known, places that exist, and costs with a budget."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from siteplan.data.study_toml.reply_checks import reply_links
from siteplan.data.study_toml.study_file import study_reading
from siteplan.study.uncertain.reply_spec import Reply
from tests.data.folders import TOML, write_study
from tests.worlds import tiny_study

WRONG = {
    'brand = "A"': "sites: this is missing",
    'brand = "A"\nsites = 0': "sites",
    'brand = "A"\nsites = 2\nformat = "mal"': 'Did you mean "mall"',
    'brand = "A"\nsites = 2\nbudget = 5': "a budget needs the cost of each site",
    'brand = "A"\nsites = 2\ncost = "price"': "a cost needs a budget",
    'brand = "A"\nsites = 2\n[[replies]]\nbrand = "A"\nsites = 3': '"A" replies 2 times',
    'brand = "A"\nsites = 2\ncandidates = "a.csv"\nformat = "mall"': "it has a table of its own",
    'brand = "A"\nsites = 2\ncandidates = ""': "the path is empty",
    'brand = "A"\nsites = 2\nsite = 3': "this key does not exist",
}
TABLES = {
    "competitors": pd.DataFrame({"site_id": ["R1", "R2"], "brand": ["A", "B"], "class": ["premium", "budget"]}),
    "candidates": pd.DataFrame({"site_id": ["C1", "C2"], "city": ["X", "Y"], "price": [3, None]}),
}
LINKS = (
    ({"brand": "a b"}, 'no competitor is of the brand "a b"'),
    ({"brand": "C", "rival_class": "budgt"}, 'Did you mean "budget"'),
    ({"brand": "A", "city": "Z"}, 'no candidate is in the city "Z"'),
    ({"brand": "A", "budget": 5, "cost": "prize"}, 'Did you mean "price"'),
    ({"brand": "A", "budget": 5, "cost": "price"}, "C2"),
)


@pytest.mark.parametrize(("lines", "what"), WRONG.items())
def test_a_reply_that_says_nonsense_is_refused(lines: str, what: str, tmp_path: Path) -> None:
    write_study(tmp_path)
    (tmp_path / "study.toml").write_text(f"{TOML}\n[[replies]]\n{lines}\n", encoding="utf-8")
    (found,) = [str(problem) for problem in study_reading(tmp_path).problems]
    assert what in found


@pytest.mark.parametrize(("keys", "what"), LINKS)
def test_what_a_reply_names_must_be_in_the_tables(keys: dict[str, object], what: str) -> None:
    reply = Reply.model_validate({"sites": 2, **keys})
    study = tiny_study().model_copy(update={"replies": (reply,)})
    (found,) = reply_links(study, TABLES)
    assert what in str(found)


def test_a_new_brand_needs_nothing_but_how_much_it_draws() -> None:
    study = tiny_study().model_copy(update={"replies": (Reply(brand="C", sites=1, attractiveness=1.0, city="X"),)})
    assert [*reply_links(study, TABLES)] == []
