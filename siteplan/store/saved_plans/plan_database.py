"""The database of saved plans: SQLite in the app's private folder, or what SITEPLAN_DATABASE names."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError, IntegrityError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from siteplan.store.private import private_folder
from siteplan.store.saved_plans.saved_errors import FULL_DISK, Hindrance, SavedPlansError

__all__ = ["DATABASE_VARIABLE", "EVENTS", "MIGRATIONS", "PLANS_HOME", "PLAN_ROWS", "reading", "writing"]

DATABASE_VARIABLE = "SITEPLAN_DATABASE"
PLANS_HOME = "plans"
MIGRATIONS = Path(__file__).parent / "migrations"
PATIENCE = 10_000  # milliseconds for which a write waits for another
_WRITES = "siteplan_writes"
_one_at_a_time = threading.Lock()  # alembic's environment is one for the process
_is_open: set[str] = set()

_META = sa.MetaData()
PLAN_ROWS = sa.Table(
    "plans",
    _META,
    sa.Column("id", sa.String(16), primary_key=True),
    sa.Column("parent", sa.String(16)),
    sa.Column("made_by", sa.String(64), unique=True),
    sa.Column("study", sa.Text),
    sa.Column("input_hash", sa.String(64)),
    sa.Column("name", sa.Text),
    sa.Column("language", sa.String(16)),
    sa.Column("author", sa.String(64)),
    sa.Column("author_name", sa.Text),
    sa.Column("created", sa.Float),
    sa.Column("question", sa.JSON),
    sa.Column("facts", sa.JSON),
    sa.Column("digest", sa.String(64)),
    sa.Column("size", sa.BigInteger),
)
EVENTS = sa.Table(
    "events",
    _META,
    sa.Column("plan", sa.String(16), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("kind", sa.String(16)),
    sa.Column("text", sa.Text),
    sa.Column("level", sa.String(16)),
    sa.Column("status", sa.String(16)),
    sa.Column("author", sa.String(64)),
    sa.Column("author_name", sa.Text),
    sa.Column("at", sa.Float),
)


@contextmanager
def reading() -> Iterator[sa.Connection]:
    """Give a connection that sees one state of the database.

    Raises
    ------
    SavedPlansError
        It cannot be reached.
    """
    with _connected(writes=False) as connection:
        yield connection


@contextmanager
def writing() -> Iterator[sa.Connection]:
    """Give a connection whose changes all come true, or none.

    Raises
    ------
    SavedPlansError
        It cannot be reached, its disk is full, or somebody else was quicker to write the same.
    """
    with _connected(writes=True) as connection:
        yield connection


@contextmanager
def _connected(writes: bool) -> Iterator[sa.Connection]:
    try:
        engine = _open(_address())
        with engine.connect().execution_options(**{_WRITES: writes}) as connection, connection.begin():
            yield connection
    except (SQLAlchemyError, OSError) as error:
        raise SavedPlansError(_hindrance(error)) from error


def _hindrance(error: Exception) -> Hindrance:
    if isinstance(error, IntegrityError):
        return Hindrance.CHANGED
    full = isinstance(error, OSError) and error.errno in FULL_DISK
    full |= isinstance(error, DBAPIError) and "full" in str(error.orig)
    return Hindrance.FULL if full else Hindrance.AWAY


def _address() -> str:
    given = os.environ.get(DATABASE_VARIABLE, "").strip()
    return given or f"sqlite:///{private_folder(PLANS_HOME) / 'plans.sqlite'}"


def _open(address: str) -> sa.Engine:
    """Return the engine of an address, its tables as this version has them."""
    engine = _engine(address)
    with _one_at_a_time:
        if address not in _is_open or not _is_there(engine):
            _bring_up(engine)
            _is_open.add(address)
    return engine


def _is_there(engine: sa.Engine) -> bool:
    """Return whether the file that was opened is still there; a server says so by itself."""
    file = engine.url.database
    return engine.dialect.name != "sqlite" or not file or Path(file).exists()


@cache
def _engine(address: str) -> sa.Engine:
    url = sa.make_url(address)
    if url.get_backend_name() != "sqlite":
        return sa.create_engine(url, pool_pre_ping=True, hide_parameters=True)
    # No connection is held: a file that went away and came back is opened anew.
    engine = sa.create_engine(url, poolclass=NullPool, hide_parameters=True)
    sa.event.listen(engine, "connect", _set_up)
    sa.event.listen(engine, "begin", _begin)
    return engine


def _set_up(connection: Any, _record: Any) -> None:
    """Let readers go on while somebody writes, a write wait for another, and what is told as kept be on the disk."""
    connection.isolation_level = None  # transactions are begun below, not by the driver
    for words in (f"busy_timeout={PATIENCE}", "journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {words}").close()


def _begin(connection: sa.Connection) -> None:
    """Begin with the lock of a writer, or a write that has read before could be refused without waiting."""
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _bring_up(engine: sa.Engine) -> None:
    """Take the steps that are still to be taken; two who open at once wait for each other."""
    from alembic import command  # noqa: PLC0415 - only on opening
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.connect().execution_options(**{_WRITES: True}) as connection, connection.begin():
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
