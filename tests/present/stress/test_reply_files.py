"""Rivals and replies as files and words; a reply's sites are a table of competitors that a study can read."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from siteplan.data import write_template
from siteplan.data.tables.columns import TABLES
from siteplan.evaluate import Plan, evaluate
from siteplan.evaluate.stress.replies import best_replies
from siteplan.formulate.network import Network
from siteplan.formulate.outcome import Answer
from siteplan.groundwork import Groundwork
from siteplan.pipeline import check_study, lay_groundwork
from siteplan.present.files.folder import whole_folder
from siteplan.present.files.plan_json import plan_dict
from siteplan.present.files.spreadsheet import safe_csv
from siteplan.present.stress.reply_files import reply_files
from siteplan.present.stress.reply_part import reply_sentences, rival_tables
from siteplan.present.text.reader import Reader
from siteplan.study.uncertain.reply_spec import Reply
from tests.worlds import tiny_ground, tiny_plan, tiny_selection

HOSTILE = '=B/"../x'


@cache
def planned(brand: str = "B") -> Plan:
    here = tiny_ground()
    replies = (Reply(brand=brand, sites=2, attractiveness=1.0),)
    here = here.asking(here.study.model_copy(update={"replies": replies}))
    return evaluate(Answer.of(here, tiny_selection(here)))


def test_files_say_who_wins_what_and_what_the_reply_takes_by_city() -> None:
    plan = planned()
    files = reply_files(plan)
    rivals, replies = files["rivals.csv"], files["replies.csv"]
    assert rivals.groupby("reply")["share"].sum().to_dict() == pytest.approx({"": 1.0, "B": 1.0})
    own = rivals[rivals["kind"] == "own"].set_index("reply")["won"]
    whole = replies.set_index("scope").loc["plan"]
    assert own[""] - own["B"] == pytest.approx(whole["from_us"])
    assert replies.loc[replies["scope"] == "city", "from_us"].sum() == pytest.approx(whole["from_us"])
    assert plan_dict(plan)["replies"][0]["bound"] >= whole["wins"] * (1 - 1e-6)


def test_a_replys_sites_are_competitors_with_ids_of_their_own() -> None:
    plan = planned()
    table = reply_files(plan)["replies_B.csv"]
    assert {*table} <= {*TABLES["competitors"].names, "lon", "lat"}
    assert len(table) == 2
    assert not {*table["site_id"]} & {*plan.market.candidates.index, *plan.market.competitors.index}


def test_a_brand_of_any_letters_gives_a_file_within_the_folder_that_can_be_replaced(tmp_path: Path) -> None:
    tables = reply_files(planned(HOSTILE))
    for _ in range(2):
        with whole_folder(tmp_path / "plan") as part:
            (part / "plan.json").write_text("{}")
            for name, table in tables.items():
                (part / name).write_bytes(safe_csv(table))
    (file,) = [file for file in (tmp_path / "plan").iterdir() if file.name.startswith("replies_")]
    assert pd.read_csv(file)["brand"].str.startswith("'=").all()  # no formula for a spreadsheet


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_the_sentence_tells_what_the_table_sums_to(language: str) -> None:
    plan, reader = planned(), Reader(language)
    told, _proven = reply_sentences(plan, reader)
    assert f"{plan.replies[0].from_us / plan.kpis.capture:.1%}".rstrip("%") in told
    shares, cities = rival_tables(plan, reader)
    assert len(shares.rows) == 5  # we, three brands, elsewhere
    assert len(shares.columns) == 7
    assert len(cities.rows) == 2
    (none,) = reply_sentences(tiny_plan(), reader)
    assert "[[replies]]" in none


def test_an_outlook_that_lets_the_reply_enter_is_the_market_with_the_reply(tmp_path: Path) -> None:
    """What replies_BRAND.csv says is read back, from file to minutes and shares: we win what the reply leaves us."""
    folder = write_template(tmp_path / "study")
    text = (folder / "study.toml").read_text("utf-8")
    asked = f'{text}\n[[replies]]\nbrand = "North"\nsites = 3\nattractiveness = 1.3\nrival_class = "premium"\n'
    (folder / "study.toml").write_text(asked, "utf-8")
    ground = laid(folder)
    is_open = ground.options.index.isin(ground.options.index[::4])
    (reply,) = best_replies(ground, is_open)
    table = reply_files(replace(tiny_plan(), replies=(reply,)))["replies_North.csv"]
    (folder / "replies_North.csv").write_bytes(safe_csv(table.round(6)))
    (folder / "places.csv").write_bytes(safe_csv(table.round(6).assign(price=[3, 1, 2])))
    own = f'{text}\n[[replies]]\nbrand = "North"\nsites = 3\ncandidates = "places.csv"\ncost = "price"\nbudget = 6\n'
    (folder / "study.toml").write_text(own, "utf-8")
    (again,) = best_replies(laid(folder), is_open)  # with no other places it can only do the same
    assert again.wins == pytest.approx(reply.wins, rel=1e-5)
    (folder / "study.toml").write_text(own.replace("budget = 6", "budget = 5"), "utf-8")
    (poorer,) = best_replies(laid(folder), is_open)
    assert len(poorer.sites) == 2
    enter = '[[outlooks]]\nname = "reply"\nprobability = 1\nenter = "replies_North.csv"\n'
    (folder / "study.toml").write_text(f"{asked}{enter}", "utf-8")
    ((_, there),) = laid(folder).outlooks()
    assert reply.from_us > 1
    assert Network(there, is_open).capture == pytest.approx(Network(ground, is_open).capture - reply.from_us, rel=1e-5)


def laid(folder: Path) -> Groundwork:
    found = check_study(folder)
    assert found.problems == ()
    assert found.study is not None
    assert found.market is not None
    return lay_groundwork(found.study, found.market)
