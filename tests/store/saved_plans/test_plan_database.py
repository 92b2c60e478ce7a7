"""The database outlives kills, full disks, an absence and older versions of itself."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from siteplan.store.saved_plans import plan_database, saved_list
from siteplan.store.saved_plans.plan_archive import opened
from siteplan.store.saved_plans.plan_database import PLAN_ROWS, writing
from siteplan.store.saved_plans.saved_errors import Hindrance, SavedPlansError
from tests.examples import thorough
from tests.store.saved_plans.plans_kept import LI, keep_tiny
from tests.worlds import tiny_plan

STUDY = tiny_plan().study.study.name
ROOT = Path(__file__).resolve().parents[3]


def database(cache: Path) -> Path:
    return cache / "plans" / "plans.sqlite"


def test_a_database_of_the_first_revision_is_brought_up_with_all_that_is_in_it(tmp_path: Path, cache: Path) -> None:
    """As a server that is updated finds it: plans alone, no table of what happened to them."""
    plan = keep_tiny(tmp_path / "p")
    with writing() as connection:
        row = dict(connection.execute(sa.select(PLAN_ROWS)).mappings().one())
    database(cache).unlink()
    for rest in database(cache).parent.glob("plans.sqlite-*"):
        rest.unlink()
    config = Config()
    config.set_main_option("script_location", str(plan_database.MIGRATIONS))
    config.set_main_option("path_separator", "os")
    engine = sa.create_engine(f"sqlite:///{database(cache)}")
    with engine.begin() as old:
        config.attributes["connection"] = old
        command.upgrade(config, "0001")
        old.execute(sa.insert(PLAN_ROWS).values(row))
        assert sa.inspect(old).get_table_names() == ["alembic_version", "plans"]
    engine.dispose()
    plan_database._is_open.clear()
    assert saved_list.saved_plans(STUDY, LI) == [plan]
    assert saved_list.comment(plan, "still here", "region", LI).version == 1


def test_the_tables_are_those_that_the_steps_make(cache: Path) -> None:
    with writing() as connection:
        found = sa.inspect(connection)
        for table in (PLAN_ROWS, plan_database.EVENTS):
            assert [one["name"] for one in found.get_columns(table.name)] == [one.name for one in table.columns]


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="SIGKILL is POSIX's")
def test_what_was_told_as_kept_is_there_whole_after_a_kill_in_the_middle(tmp_path: Path, cache: Path) -> None:
    """The process is killed while it saves plan after plan: the list opens, and each plan in it has its files."""
    told: list[str] = []
    for n in range(20 if thorough() else 1):
        words = [sys.executable, "-m", "tests.store.saved_plans.plans_kept", str(tmp_path / "p"), str(n * 100_000)]
        saver = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert saver.stdout is not None
        told.append(saver.stdout.readline().strip())
        time.sleep(0.01 + 0.017 * n)
        saver.kill()
        told += saver.stdout.read().split("\n")[:-1]
        saver.stdout.close()
        saver.wait()
    plans = saved_list.saved_plans(STUDY, LI)
    assert {plan.id for plan in plans} >= {*told} != set()
    for plan in plans:
        assert (opened(plan.digest) / "solver.log").exists()
    with sqlite3.connect(database(cache)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_full_disk_is_told_and_leaves_the_list_as_it_was(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = keep_tiny(tmp_path / "p")

    def small(connection: Any, _record: Any) -> None:
        plan_database._set_up(connection, _record)
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count={pages}").close()

    engine = plan_database._engine(plan_database._address())
    sa.event.listen(engine, "connect", small)
    with pytest.raises(SavedPlansError) as full:  # noqa: PT012 - which of them finds no room is SQLite's affair
        for _time in range(20):
            plan = saved_list.comment(plan, "x" * 4000, "region", LI)
    sa.event.remove(engine, "connect", small)
    assert full.value.hindrance is Hindrance.FULL
    assert saved_list.find_saved(plan.id) == plan

    def refuse(*_given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(shutil, "copyfileobj", refuse)
    with pytest.raises(SavedPlansError) as again:
        keep_tiny(tmp_path / "p", "another")
    assert again.value.hindrance is Hindrance.FULL
    assert [one.suffix for one in (cache / "plans" / "files").iterdir()] == [".zip"]


def test_a_database_that_goes_away_is_told_and_all_is_there_when_it_comes_back(tmp_path: Path, cache: Path) -> None:
    plan = keep_tiny(tmp_path / "p")
    away = cache.with_name("away")
    cache.rename(away)
    cache.touch()  # a disk that is not there any more, in its place nothing that holds a folder
    with pytest.raises(SavedPlansError) as gone:
        saved_list.saved_plans(STUDY, LI)
    assert gone.value.hindrance is Hindrance.AWAY
    assert "try again" in str(gone.value)
    cache.unlink()
    away.rename(cache)
    assert saved_list.saved_plans(STUDY, LI) == [plan]


def test_another_database_may_be_named_and_one_that_is_none_is_told(
    tmp_path: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other.sqlite"
    monkeypatch.setenv(plan_database.DATABASE_VARIABLE, f"sqlite:///{other}")
    plan = keep_tiny(tmp_path / "p")
    assert other.exists()
    assert not database(cache).exists()
    other.write_bytes(b"this is no database, whatever its name says" * 100)
    with pytest.raises(SavedPlansError) as broken:
        saved_list.find_saved(plan.id)
    assert broken.value.hindrance is Hindrance.AWAY
