"""A saved plan as the list has it: what was kept of it once, and what became of it since."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

__all__ = ["LEVELS", "ListedPlan", "Person", "PlanEvent", "PlanStatus", "listed"]

LEVELS = ("region", "headquarters", "board")
"""At which somebody speaks or decides."""


class PlanStatus(StrEnum):
    """How far a plan is on its way to a decision."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RETURNED = "returned"


@dataclass(frozen=True)
class Person:
    """Who acts: the secret name of a browser, and the name that somebody gave.

    `alone` says that the app serves nobody else: all of it is theirs.
    """

    id: str
    name: str = ""
    alone: bool = False


@dataclass(frozen=True)
class PlanEvent:
    """What happened to a plan: kind is "status", "comment", "name" or "tags"; `at` seconds since 1970."""

    version: int
    kind: str
    text: str
    level: str
    status: str
    author: str
    author_name: str
    at: float


@dataclass(frozen=True)
class ListedPlan:
    """A saved plan.

    Attributes
    ----------
    parent : the plan whose question was changed for this one; None where it is a first
    made_by : the run that made it; None where it was brought from elsewhere
    study, input_hash : of which study, and of its files and question together
    created : seconds since 1970
    question : [plan] as JSON
    facts : headline figures by id; status and gap of the proof
    digest, size : of its files, as one archive
    events : what happened since, the oldest first
    """

    id: str
    parent: str | None
    made_by: str | None
    study: str
    input_hash: str
    first_name: str
    language: str
    author: str
    author_name: str
    created: float
    question: Mapping[str, Any]
    facts: Mapping[str, Any]
    digest: str
    size: int
    events: Sequence[PlanEvent] = ()

    @property
    def version(self) -> int:
        """How often something happened to it: who acts on an older one is told."""
        return len(self.events)

    @property
    def name(self) -> str:
        """What it is called now."""
        return next((one.text for one in reversed(self.events) if one.kind == "name"), self.first_name)

    @property
    def tags(self) -> tuple[str, ...]:
        """Words under which it is found, now."""
        return tuple(next((one.text for one in reversed(self.events) if one.kind == "tags"), "").split())

    @property
    def status(self) -> PlanStatus:
        """How far it is."""
        found = next((one.status for one in reversed(self.events) if one.kind == "status"), PlanStatus.DRAFT)
        return PlanStatus(found)

    @property
    def changed(self) -> float:
        """When something last happened to it, seconds since 1970."""
        return self.events[-1].at if self.events else self.created

    def is_of(self, person: Person) -> bool:
        """Return whether this person made it: only they may propose, rename and erase it."""
        return person.alone or (bool(person.id) and self.author == person.id)

    def is_seen_by(self, person: Person) -> bool:
        """Return whether it stands in this person's list: drafts only in their maker's."""
        return self.status is not PlanStatus.DRAFT or self.is_of(person)


def listed(row: Mapping[str, Any], events: Sequence[PlanEvent]) -> ListedPlan:
    """Return a plan from its row and what happened to it."""
    kept = {("first_name" if key == "name" else key): value for key, value in row.items()}
    return ListedPlan(**kept, events=tuple(events))
