"""Goal: what a plan is judged by - its unit, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass

from siteplan.study import Objective, Study

__all__ = ["Goal", "goal_of", "with_objective"]


@dataclass(frozen=True)
class Goal:
    """The figure that a plan is judged by, and how it comes from what the optimiser maximises.

    Attributes
    ----------
    name : the objective, as study.toml names it
    unit : of the figure, as columns name it
    least : whether less is better; the optimiser then maximises minus the figure
    per : so many units of the optimiser make one of the figure
    """

    name: Objective
    unit: str
    least: bool = False
    per: float = 1.0

    def figure(self, maximised: float) -> float:
        """Return the figure of what the optimiser counts; also of its bound, and of what a rule's unit brings."""
        return (-maximised if self.least else maximised) / self.per

    def maximised(self, figure: float) -> float:
        """Return what the optimiser counts for a figure."""
        return (-figure if self.least else figure) * self.per


def goal_of(study: Study, population: float = 1.0) -> Goal:
    """Return the goal of a study's plan; minutes are told as the mean over so many persons."""
    name = study.plan.objective
    money = f"{study.study.currency}/year"
    match name:
        case "market_share":
            return Goal(name, "vehicles/year")
        case "profit":
            return Goal(name, money)
        case "coverage" | "attendance":
            return Goal(name, "persons")
        case "minutes":
            return Goal(name, "min", least=True, per=population)
        case "cost":
            return Goal(name, money, least=True)
        case "sites":
            return Goal(name, "sites", least=True)


def with_objective(study: Study, name: Objective) -> Study:
    """Return the study asking for another objective, all else as it is."""
    return study.model_copy(update={"plan": study.plan.model_copy(update={"objective": name})})
