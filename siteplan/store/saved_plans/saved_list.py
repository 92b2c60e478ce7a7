"""The list of saved plans: to keep one, find them, say something of one, decide on it, erase an own one."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import sqlalchemy as sa

from siteplan.evaluate import Plan
from siteplan.store.saved_plans.listed_plan import LEVELS, ListedPlan, Person, PlanEvent, PlanStatus, listed
from siteplan.store.saved_plans.plan_archive import archived, drop_archive
from siteplan.store.saved_plans.plan_database import EVENTS, PLAN_ROWS, reading, writing
from siteplan.store.saved_plans.plan_facts import facts_of
from siteplan.store.saved_plans.saved_errors import Hindrance, SavedPlansError

__all__ = [
    "LONGEST_NAME", "LONGEST_TEXT", "NewPlan", "comment", "decide", "erase", "find_saved", "keep_plan", "rename",
    "saved_by", "saved_plans", "tag",
]  # fmt: skip

LONGEST_NAME, LONGEST_TEXT = 120, 4_000
_NEXT = {  # by status: what may follow
    PlanStatus.DRAFT: {PlanStatus.PROPOSED},
    PlanStatus.PROPOSED: {PlanStatus.APPROVED, PlanStatus.RETURNED},
    PlanStatus.APPROVED: {PlanStatus.RETURNED},
    PlanStatus.RETURNED: {PlanStatus.PROPOSED},
}


@dataclass(frozen=True)
class NewPlan:
    """A plan that is to be kept: itself, the folder of its files, what it is called and in which language.

    `made_by` names the run that made it: it is kept once, however often this is asked.
    """

    plan: Plan
    folder: Path
    name: str
    language: str
    made_by: str | None = None
    parent: str | None = None


def keep_plan(new: NewPlan, person: Person) -> ListedPlan:
    """Keep a plan as a draft, its files first: nothing stands in the list whose files are not there.

    Raises
    ------
    SavedPlansError
        The disk is full, or the list cannot be reached.
    """
    if new.made_by and (there := saved_by(new.made_by)):
        return there
    row = _row(new, person, *archived(new.folder))
    try:
        with writing() as connection:
            connection.execute(sa.insert(PLAN_ROWS).values(**row))
    except SavedPlansError as error:
        if error.hindrance is Hindrance.CHANGED and new.made_by and (there := saved_by(new.made_by)):
            return there  # the worker and a page were at it at once
        raise
    return listed(row, ())


def _row(new: NewPlan, person: Person, digest: str, size: int) -> dict[str, Any]:
    study = new.plan.study
    return {
        "id": uuid4().hex[:16],
        "parent": new.parent,
        "made_by": new.made_by,
        "study": study.study.name,
        "input_hash": new.plan.input_hash,
        "name": _short(new.name),
        "language": new.language,
        "author": person.id,
        "author_name": person.name[:LONGEST_NAME],
        "created": time.time(),
        "question": study.plan.model_dump(mode="json"),
        "facts": facts_of(new.plan),
        "digest": digest,
        "size": size,
    }


def saved_plans(study: str, person: Person) -> list[ListedPlan]:
    """Return the plans of a study that this person may see in the list, the youngest first.

    Raises
    ------
    SavedPlansError
        The list cannot be reached.
    """
    found = _listed(PLAN_ROWS.c.study == study)
    return [plan for plan in found if plan.is_seen_by(person)]


def find_saved(plan_id: str) -> ListedPlan | None:
    """Return the plan of an address, whose name nobody can guess; None where there is none."""
    return next(iter(_listed(PLAN_ROWS.c.id == plan_id[:16])), None)


def saved_by(run: str) -> ListedPlan | None:
    """Return the plan that a run made, if it is in the list."""
    return next(iter(_listed(PLAN_ROWS.c.made_by == run)), None)


def _listed(which: sa.ColumnElement[bool]) -> list[ListedPlan]:
    with reading() as connection:
        rows = connection.execute(sa.select(PLAN_ROWS).where(which).order_by(PLAN_ROWS.c.created.desc())).mappings()
        plans = [dict(row) for row in rows]
        found = connection.execute(
            sa.select(EVENTS).join(PLAN_ROWS, PLAN_ROWS.c.id == EVENTS.c.plan).where(which).order_by(EVENTS.c.version)
        ).mappings()
        events: dict[str, list[PlanEvent]] = defaultdict(list)
        for row in found:
            events[row["plan"]].append(PlanEvent(**{key: row[key] for key in row if key != "plan"}))
    return [listed(plan, events[plan["id"]]) for plan in plans]


def comment(plan: ListedPlan, text: str, level: str, person: Person) -> ListedPlan:
    """Say something of a plan; others may say something at the same time.

    Raises
    ------
    SavedPlansError
        As of decide; the plan is gone.
    """
    for _again in range(20):
        now = find_saved(plan.id)
        if now is None:
            raise SavedPlansError(Hindrance.GONE)
        try:
            return _add(now, [_event(now, "comment", text, person, level=level)])
        except SavedPlansError as error:
            if error.hindrance is not Hindrance.CHANGED:
                raise
    raise SavedPlansError(Hindrance.CHANGED)


def decide(plan: ListedPlan, status: PlanStatus, text: str, level: str, person: Person) -> ListedPlan:
    """Give a plan another status, with what is said to it.

    Raises
    ------
    SavedPlansError
        Somebody else was quicker; it does not follow on the status it has; only its maker proposes it; to return it
        one says why; the list cannot be reached.
    """
    if status not in _NEXT[plan.status]:
        raise SavedPlansError(Hindrance.NOT_NOW)
    if status is PlanStatus.PROPOSED:
        _refuse_others(plan, person)
    if status is PlanStatus.RETURNED and not text.strip():
        raise SavedPlansError(Hindrance.NEEDS_WORDS)
    return _add(plan, [_event(plan, "status", text, person, level=level, status=status)])


def rename(plan: ListedPlan, name: str, person: Person) -> ListedPlan:
    """Call an own plan otherwise; see decide."""
    _refuse_others(plan, person)
    name = _short(name)
    return _add(plan, [_event(plan, "name", name, person)]) if name and name != plan.name else plan


def tag(plan: ListedPlan, tags: Iterable[str], person: Person) -> ListedPlan:
    """Give an own plan other tags, a word each; see decide."""
    _refuse_others(plan, person)
    words = " ".join(dict.fromkeys("-".join(one.split())[:40] for one in tags if one.strip()))
    return _add(plan, [_event(plan, "tags", words, person)]) if tuple(words.split()) != plan.tags else plan


def erase(plan: ListedPlan, person: Person) -> None:
    """Erase an own plan for good: question, result, files, and all that was said of it.

    Raises
    ------
    SavedPlansError
        It is somebody else's, or approved; the list cannot be reached.
    """
    _refuse_others(plan, person)
    if plan.status is PlanStatus.APPROVED:
        raise SavedPlansError(Hindrance.APPROVED)
    with writing() as connection:
        _refuse_older(connection, plan)
        connection.execute(sa.delete(EVENTS).where(EVENTS.c.plan == plan.id))
        connection.execute(sa.delete(PLAN_ROWS).where(PLAN_ROWS.c.id == plan.id))
        same = sa.select(sa.func.count()).select_from(PLAN_ROWS).where(PLAN_ROWS.c.digest == plan.digest)
        is_shared = bool(connection.execute(same).scalar_one())
    if not is_shared:
        drop_archive(plan.digest)


def _refuse_others(plan: ListedPlan, person: Person) -> None:
    if not plan.is_of(person):
        raise SavedPlansError(Hindrance.NOT_YOURS)


def _event(plan: ListedPlan, kind: str, text: str, person: Person, *, level: str = "", status: str = "") -> PlanEvent:
    if level and level not in LEVELS:
        raise ValueError(f"{level} is no level")
    said = (kind, text.strip()[:LONGEST_TEXT], level, str(status), person.id, person.name[:LONGEST_NAME])
    return PlanEvent(plan.version + 1, *said, time.time())


def _add(plan: ListedPlan, events: Sequence[PlanEvent]) -> ListedPlan:
    with writing() as connection:
        _refuse_older(connection, plan)
        connection.execute(sa.insert(EVENTS), [{"plan": plan.id, **asdict(event)} for event in events])
    found = find_saved(plan.id)
    if found is None:
        raise SavedPlansError(Hindrance.GONE)
    return found


def _refuse_older(connection: sa.Connection, plan: ListedPlan) -> None:
    """Refuse to act on a plan that is gone or to which something happened meanwhile."""
    there = connection.execute(sa.select(PLAN_ROWS.c.id).where(PLAN_ROWS.c.id == plan.id)).first()
    if there is None:
        raise SavedPlansError(Hindrance.GONE)
    count = sa.select(sa.func.count()).select_from(EVENTS).where(EVENTS.c.plan == plan.id)
    if connection.execute(count).scalar_one() != plan.version:
        raise SavedPlansError(Hindrance.CHANGED)


def _short(name: str) -> str:
    return " ".join(name.split())[:LONGEST_NAME]
