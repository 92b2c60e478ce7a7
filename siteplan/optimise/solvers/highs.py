"""HiGHS, kept warm between rounds and interruptible at any moment.

The relaxation is re-solved after every handful of cuts, ten to forty times. HiGHS then needs a few dual simplex steps
from its last basis; PuLP hands each solver a new model, and the basis is lost. To state and load one of 300,000 entries
took PuLP 3.3.2 0.18 s and PuLP 4.2.0 0.60 s, highspy 0.02 s (one core of 2026). So the relaxation talks to highspy,
and the few mixed-integer masters go through PuLP.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

import highspy
import numpy as np
import scipy.sparse as sp

from siteplan.errors import SolverError
from siteplan.errors.params import Params, within
from siteplan.optimise.solvers.linear import LinearModel
from siteplan.optimise.stop import Stop, StoppedError
from siteplan.optimise.tolerances import RAY_ROUNDING
from siteplan.optimise.types import Bools, Floats

__all__ = ["LpAnswer", "Status", "WarmLp", "WatchParams", "run_interruptibly"]

Status = highspy.HighsModelStatus


@dataclass(frozen=True)
class WatchParams(Params):
    """How a solver is watched that runs on a thread of its own.

    Attributes
    ----------
    poll_seconds : seconds; how often clock and caller are asked whether it is to end
    start_seconds : seconds that a thread may take to start
    """

    poll_seconds: float = within(0.05, 0.001, 10.0)
    start_seconds: float = within(0.5, 0.01, 60.0)


@dataclass(frozen=True)
class LpAnswer:
    """An optimal point of the relaxation, and what its duals prove.

    `bound` holds for any duals (weak duality over bounded columns), so it does not rest on the solver's
    tolerances. `reduced` (n_columns,): moving the column from its bound costs at least this much a unit; positive
    at the lower bound, negative at the upper one. `row_dual` (n_rows,): value a unit of the row's limit.
    """

    x: Floats
    bound: float
    reduced: Floats
    row_dual: Floats


def taken(status: highspy.HighsStatus) -> None:
    """Notice what HiGHS would not take.

    Raises
    ------
    SolverError
        It refused columns, rows or bounds, and what it would solve is another model.
    """
    if status == highspy.HighsStatus.kError:
        message = "HiGHS refused a part of the model"
        raise SolverError(message)


def run_interruptibly(
    highs: highspy.Highs,
    stop: Stop,
    enough: Callable[[], bool] | None = None,
    proven: Callable[[float, int], bool] | None = None,
    watch: WatchParams = WatchParams(),
) -> None:
    """Run HiGHS on a thread of its own while this one watches the clock and the caller.

    A new thread also gives HiGHS a scheduler of its own: with another thread count elsewhere in the process it
    would refuse to run. Ctrl-C reaches this thread, which stops HiGHS first and raises then. `enough` is asked
    now and then, on this thread, whether what was found will do; `proven`, on the thread of HiGHS and whenever that
    looks up, whether the bound of its MIP or its number of nodes will.
    """
    wanted = threading.Event()

    def interrupt(event: highspy.highs.HighsCallbackEvent) -> None:
        event.interrupt(wanted.is_set())

    def interrupt_mip(event: highspy.highs.HighsCallbackEvent) -> None:
        event.interrupt(
            wanted.is_set()
            or (proven is not None and proven(event.data_out.mip_dual_bound, event.data_out.mip_node_count))
        )

    highs.setOptionValue("threads", 1)
    # its own clock also reaches into presolve, the callbacks do not; it counts all runs of an instance together
    highs.setOptionValue("time_limit", highs.getRunTime() + stop.left)
    highs.cbSimplexInterrupt += interrupt
    highs.cbIpmInterrupt += interrupt
    highs.cbMipInterrupt += interrupt_mip
    done = threading.Event()
    worker = threading.Thread(target=_run, args=(highs, done), daemon=True)
    try:
        worker.start()  # within, since Ctrl-C may meet it when the worker runs already
        _watch(done, wanted, stop, enough, watch.poll_seconds)
    finally:
        wanted.set()
        _await_end(worker, done, watch.start_seconds)
        highs.cbSimplexInterrupt -= interrupt
        highs.cbIpmInterrupt -= interrupt
        highs.cbMipInterrupt -= interrupt_mip


def _run(highs: highspy.Highs, done: threading.Event) -> None:
    """Run, and say when it is over.

    An event, since Thread.join of Python 3.11 takes a thread for ended when Ctrl-C meets it waiting; HiGHS would run on
    and bring the process down at its exit.
    """
    try:
        highs.run()
    finally:
        done.set()


def _await_end(worker: threading.Thread, done: threading.Event, seconds: float) -> None:
    """Wait until HiGHS has ended: a thread that runs on would bring the process down at its exit.

    A thread that Ctrl-C kept from starting never ends.
    """
    if done.wait(seconds) or worker.is_alive():
        done.wait()


def _watch(
    done: threading.Event, wanted: threading.Event, stop: Stop, enough: Callable[[], bool] | None, seconds: float
) -> None:
    """Wait until it is done; ask the worker to end once it is time."""
    while not done.wait(seconds):
        if stop.due or (enough is not None and enough()):
            wanted.set()


class WarmLp:
    """A linear model (integrality ignored) inside HiGHS, to which rows come and from which they go.

    Holds a solver: the one object here that changes in place.
    """

    def __init__(self, model: LinearModel, watch: WatchParams = WatchParams()) -> None:
        self._watch = watch
        self._value = model.value
        self._column_lower, self._column_upper = model.lower, model.upper
        self._rows = sp.csr_array((0, len(model.value)))
        self._lower = np.empty(0)
        self._upper = np.empty(0)
        self._highs = highspy.Highs()  # type: ignore[no-untyped-call]  # its __init__ has no annotations
        self._highs.silent()
        self._highs.setOptionValue("solver", "simplex")
        none = np.zeros(0, dtype=np.int32)
        n = len(model.value)
        taken(self._highs.addCols(n, -model.value, model.lower, model.upper, 0, none, none, np.zeros(0)))
        self.add(model.matrix, model.row_lower, model.row_upper)

    @property
    def n_rows(self) -> int:
        """Rows of the model, and those added since."""
        return len(self._lower)

    def add(self, rows: sp.csr_array, lower: Floats, upper: Floats) -> None:
        """Add rows at the end."""
        if rows.shape[0] == 0:
            return
        starts, columns = rows.indptr[:-1].astype(np.int32), rows.indices.astype(np.int32)
        taken(self._highs.addRows(rows.shape[0], lower, upper, rows.nnz, starts, columns, rows.data))
        self._rows = sp.csr_array(sp.vstack([self._rows, rows], format="csr"))
        self._lower = np.concatenate([self._lower, lower])
        self._upper = np.concatenate([self._upper, upper])

    def keep(self, kept: Bools) -> None:
        """Delete the rows where `kept` (n_rows,) is False."""
        gone = np.flatnonzero(~kept).astype(np.int32)
        if len(gone):
            taken(self._highs.deleteRows(len(gone), gone))
            self._rows = sp.csr_array(self._rows[np.flatnonzero(kept)])
            self._lower, self._upper = self._lower[kept], self._upper[kept]

    def bound(self, lower: Floats, upper: Floats) -> None:
        """Bound the first columns anew."""
        n = len(lower)
        self._column_lower = np.concatenate([lower, self._column_lower[n:]])
        self._column_upper = np.concatenate([upper, self._column_upper[n:]])
        taken(self._highs.changeColsBounds(n, np.arange(n, dtype=np.int32), lower, upper))

    def aim(self, value: Floats) -> None:
        """Take other values of the columns."""
        self._value = value
        taken(self._highs.changeColsCost(len(value), np.arange(len(value), dtype=np.int32), -value))

    def limit(self, lower: Floats, upper: Floats) -> None:
        """Limit the first rows anew."""
        n = len(lower)
        if n == 0:
            return
        self._lower = np.concatenate([lower, self._lower[n:]])
        self._upper = np.concatenate([upper, self._upper[n:]])
        taken(self._highs.changeRowsBounds(n, np.arange(n, dtype=np.int32), lower, upper))  # type: ignore[attr-defined]  # its annotations lack it

    def solve(self, stop: Stop) -> LpAnswer | None:
        """Find the optimum; None where the rows are proven to contradict each other.

        HiGHS may err in numbers of very different size: it is believed that rows contradict each other only where its
        ray shows it, and where it finds no optimum, then what its bounds alone prove is the answer.

        Raises
        ------
        StoppedError
            When it was time before the optimum was found.
        """
        for attempt in ("warm", "cold", "without presolve"):
            status = self._status(attempt, stop)
            if status == Status.kOptimal:
                return self._answer(np.asarray(self._highs.getSolution().row_dual))
            if status == Status.kInfeasible and self._contradict():
                return None
        return self._answer(np.zeros(self.n_rows))

    def _status(self, attempt: str, stop: Stop) -> highspy.HighsModelStatus:
        """Run, anew if so asked; how that ended."""
        if attempt != "warm":
            self._highs.clearSolver()
        self._highs.setOptionValue("presolve", "off" if attempt == "without presolve" else "choose")
        run_interruptibly(self._highs, stop, watch=self._watch)
        status = self._highs.getModelStatus()
        if status in (Status.kInterrupt, Status.kTimeLimit):
            raise StoppedError
        return status

    def _contradict(self) -> bool:
        """Whether some row alone, or the ray that HiGHS has, shows that no point within the bounds meets all rows."""
        alone = sp.eye_array(self.n_rows, format="csr")
        _, has_ray, ray = self._highs.getDualRay()  # type: ignore[attr-defined]  # its annotations lack it
        some = sp.csr_array(np.asarray(ray)[np.newaxis, :]) if has_ray else sp.csr_array((0, self.n_rows))
        return any(self._excludes(sign * rows).any() for rows in (alone, some) for sign in (1.0, -1.0))

    def _excludes(self, rays: sp.csr_array) -> Bools:
        """(n_rays,) whether rays (n_rays, n_rows) times the rows always come to less than the limits ask (Farkas)."""
        up, down = rays.maximum(0.0), rays.minimum(0.0)
        up = up @ sp.diags_array(np.isfinite(self._lower).astype(float))
        down = down @ sp.diags_array(np.isfinite(self._upper).astype(float))
        low = np.where(np.isfinite(self._lower), self._lower, 0.0)
        high = np.where(np.isfinite(self._upper), self._upper, 0.0)
        sums = (up + down) @ self._rows
        most = sums.maximum(0.0) @ self._column_upper + sums.minimum(0.0) @ self._column_lower
        rounding = RAY_ROUNDING * (
            up @ np.abs(low) - down @ np.abs(high) + (up - down) @ (abs(self._rows) @ self._size)
        )
        return np.asarray(most < up @ low + down @ high - rounding)

    @property
    def _size(self) -> Floats:
        """(n_columns,) the largest number each column can be."""
        return np.maximum(np.abs(self._column_lower), np.abs(self._column_upper))

    def _answer(self, dual: Floats) -> LpAnswer:
        """Return the last point, and what these duals prove."""
        x = np.asarray(self._highs.getSolution().col_value)
        if len(x) != len(self._value) or not np.isfinite(x).all():
            x = self._column_lower
        dual = np.where(dual > 0, np.where(np.isfinite(self._lower), dual, 0.0), dual)
        dual = np.where(dual < 0, np.where(np.isfinite(self._upper), dual, 0.0), dual)
        reduced = -self._value - self._rows.T @ dual
        rows = _times(np.maximum(dual, 0.0), self._lower) + _times(np.minimum(dual, 0.0), self._upper)
        columns = np.where(reduced > 0, reduced * self._column_lower, reduced * self._column_upper)
        bound = -float(rows.sum() + columns.sum())
        return LpAnswer(np.clip(x, self._column_lower, self._column_upper), bound, reduced, -dual)


def _times(dual: Floats, limit: Floats) -> Floats:
    """Multiply; 0 where the dual is 0 and the limit infinite."""
    return np.where(dual != 0, dual * np.where(np.isfinite(limit), limit, 0.0), 0.0)
