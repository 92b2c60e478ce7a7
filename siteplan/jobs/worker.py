"""The worker process of a job: `python -m siteplan.jobs.worker FOLDER`."""

from __future__ import annotations

import json
import math
import signal
import sys
import threading
import traceback
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from siteplan.errors import NoPlanError, SiteplanError
from siteplan.jobs.jobs import Job, State
from siteplan.jobs.lock import hold
from siteplan.jobs.progress import STAGES

if TYPE_CHECKING:
    from siteplan.evaluate import Plan
    from siteplan.evaluate.review.reviewed import Reviewed
    from siteplan.jobs.asked_of_plan import Answered

__all__ = ["main"]


def main(folder: Path) -> None:
    """Do the job; whatever happens, say how it ended. The plan can be read while its files are still being written."""
    job = Job(folder)
    _listen(job)
    with hold(job.lock):
        job.begin()
        state, message = _ended(job)
        job.end(state, message)
        if state is State.DONE and job.kind in ("plan", "review"):
            _write_files(job)
            _keep(job)


def _listen(job: Job) -> None:
    """Take SIGTERM for the wish to stop and keep the best plan; a second one ends the worker."""

    def on_signal(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        job.stop()

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, on_signal)


def _ended(job: Job) -> tuple[State, str]:
    try:
        _work(job)
    except NoPlanError as error:
        if error.reason is not None:
            job.reason_file.write_text(error.reason.model_dump_json(), "utf-8")
        return State.NO_PLAN if error.proven else State.NOT_FOUND, str(error)
    except SiteplanError as error:
        return State.REFUSED, str(error)
    except Exception:  # the app must learn of any end; the log keeps what happened
        traceback.print_exc()
        return State.BROKEN, ""
    return State.DONE, ""


def _work(job: Job) -> None:
    from siteplan.data.tables.text_storage import hold_plain_texts  # noqa: PLC0415 - heavy: the lock is held before
    from siteplan.jobs.plan_files import store_made  # noqa: PLC0415

    hold_plain_texts()
    store_made(_made(job), job.plan_file)


def _made(job: Job) -> Plan | Reviewed | Answered:
    if job.kind == "plan":
        return _plan(job, job.asked)
    if job.kind == "review":
        return _review(job, job.asked)
    from siteplan.jobs.asked_of_plan import answered  # noqa: PLC0415 - heavy

    return answered(job, lambda stage: _say(job, {"stage": stage}))


def _plan(job: Job, asked: dict[str, Any]) -> Plan:
    from siteplan.data import revised_plan  # noqa: PLC0415 - heavy: the lock is held before they are loaded
    from siteplan.evaluate.explain.explained_plan import explained_plan  # noqa: PLC0415
    from siteplan.pipeline import choose  # noqa: PLC0415
    from siteplan.store.groundwork_cache import world_of  # noqa: PLC0415

    _say(job, {"stage": "reading"})
    ground = world_of(Path(asked["study"])).ground
    study = revised_plan(ground.study, asked["plan"])
    info = study.study.model_copy(update={"language": asked["language"]})
    ground = ground.asking(study.model_copy(update={"study": info}))
    _say(job, {"stage": "plan"})
    found = choose(ground, lambda step: _say(job, _known(asdict(step))), lambda: job.wants_stop)
    return explained_plan(found, lambda: job.wants_stop, lambda stage: _say(job, {"stage": stage}))


def _review(job: Job, asked: dict[str, Any]) -> Reviewed:
    from siteplan.data import revised_plan  # noqa: PLC0415 - heavy: the lock is held before they are loaded
    from siteplan.pipeline import make_review  # noqa: PLC0415
    from siteplan.store.groundwork_cache import world_of  # noqa: PLC0415

    def stage(name: str) -> None:
        if name in STAGES["review"]:
            _say(job, {"stage": name})

    stage("reading")
    ground = world_of(Path(asked["study"])).ground
    study = revised_plan(ground.study, asked["plan"])
    info = study.study.model_copy(update={"language": asked["language"]})
    review = study.review.model_copy(update={"own_sites": asked["own_sites"]})
    study = study.model_copy(update={"study": info, "review": review})
    return make_review(
        study, ground.market, lambda step: _say(job, _known(asdict(step))), lambda: job.wants_stop, stage
    )


def _write_files(job: Job) -> None:
    from siteplan.jobs.plan_files import read_made, write_files  # noqa: PLC0415 - heavy

    try:
        write_files(read_made(job.plan_file), job.results, job.asked["language"])
    except Exception:  # the plan is safe; the app tries the files again and says what hinders it
        traceback.print_exc()


def _keep(job: Job) -> None:
    from siteplan.jobs.kept_runs import keep_run  # noqa: PLC0415 - heavy

    try:
        keep_run(job)
    except Exception:  # the page tries again and says what hinders it
        traceback.print_exc()


def _known(figures: dict[str, Any]) -> dict[str, Any]:
    """Return figures that a file can hold: none where there is no finite number."""
    return {key: None if isinstance(n, float) and not math.isfinite(n) else n for key, n in figures.items()}


def _say(job: Job, line: dict[str, Any]) -> None:
    """Write one whole line at once, so that a reader never sees half of it."""
    with job.progress_file.open("a", encoding="utf-8") as file:
        file.write(json.dumps(line) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
