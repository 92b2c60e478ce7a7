"""Calibration beside PyPI `huff`: simulated flows whose truth is known, and two published surveys.

python benchmarks/calibration.py [--seeds 100] [--peer PYTHON] [--data FOLDER]

PYTHON is an interpreter that has huff 1.9.14 (`pip install huff==1.9.14`); it fits the same tables in a process of its
own and times itself, so that neither loading it nor reading the table counts.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import tempfile
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import pandas as pd
from flow_data import RATE, SIZE, grocery, simulated, wieland
from published import DATA
from scipy.stats import binom

from siteplan.errors import StudyError
from siteplan.tradearea import HuffModel, MciModel
from siteplan.tradearea.calibration import held_out

TRUTH = {"size": SIZE, "rate": RATE}
ZONES, SITES, VISITS = 500, 20, 100
PEER = Path(__file__).with_name("calibration_peer.py")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=100)
    parser.add_argument("--peer", default="")
    parser.add_argument("--data", type=Path, default=DATA / "huff_mci")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    coverage(asked.seeds)
    print("\nThe first of these tables, power decay. Truth: size 0.9, minutes -2.\n")
    fits(simulated(0, ZONES, SITES, VISITS), ["size"], asked.peer, 1.0, ["power"])
    surveys = {
        "Wieland 2015": (wieland, ["VF", "K", "K_KKr"]),
        "grocery2": (grocery, ["salesarea_qm", "pricelevel_euro"]),
    }
    for name, (read, attributes) in surveys.items():
        flows = read(asked.data)
        zones, sites = flows["zone_id"].nunique(), flows["site_id"].nunique()
        print(f"\n{name}: {zones} zones x {sites} sites, {flows['visits'].sum():.0f} visits.\n")
        fits(flows, attributes, asked.peer, 0.0, ["power", "exponential", "logistic"])
        print("\nHeld out zone by zone, log-likelihood of a visit:\n")
        out_of_sample(flows, attributes)


def coverage(seeds: int) -> None:
    """Say how many of the seeds' 95 % intervals hold the truth, and how long a fit takes."""
    inside, seconds, cpu, off = [], [], [], []
    for seed in range(seeds):
        flows = simulated(seed, ZONES, SITES, VISITS)
        start, used = time.perf_counter(), time.process_time()
        model = HuffModel("power", ["size"]).fit(flows)
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - used)
        limits, truth = model.conf_int(), pd.Series(TRUTH)
        inside.append((limits["low"] <= truth) & (truth <= limits["high"]))
        off.append(model.params_ - truth)
    held, error = pd.DataFrame(inside).sum(), pd.DataFrame(off)
    low, high = binom.interval(0.99, seeds, 0.95)
    print(f"| {ZONES} x {SITES} | truth | mean error | scatter | of {seeds} intervals hold it | chance allows |")
    print("|---|---|---|---|---|---|")
    for name, value in TRUTH.items():
        spread = f"{error[name].mean():+.4f} | {error[name].std():.4f}"
        print(f"| {name} | {value} | {spread} | {held[name]} | {low:.0f} to {high:.0f} |")
    wall, own = pd.Series(seconds), pd.Series(cpu)
    print(f"\nA fit takes {wall.median():.3f} s (at most {wall.max():.3f} s), of the processor {own.median():.3f} s.")


def fits(flows: pd.DataFrame, attributes: Sequence[str], peer: str, least: float, decays: Sequence[str]) -> None:
    """Parameters of both, on the same table in one run."""
    print("| fit | parameters (of minutes as exponents: below 0) | log-likelihood | seconds |\n|---|---|---|---|")
    for decay in decays:
        row(f"siteplan HuffModel, {decay}", HuffModel(decay, attributes, least_minutes=least), flows)
    row("siteplan MciModel, power", MciModel("power", attributes, least_minutes=least), flows)
    for name, found in (peer_fits(flows, attributes, peer) if peer else {}).items():
        if "error" in found:
            print(f"| huff {name} | {found['error'][:90]} | | |")
            continue
        told = ", ".join(f"{key.removesuffix('__LCT')} {value:.4f}" for key, value in found["parameters"].items())
        mark = "" if found.get("success", True) else " (says it failed)"
        print(f"| huff {name}{mark} | {told} | | {found['seconds']:.2f} |")


def row(name: str, model: HuffModel | MciModel, flows: pd.DataFrame) -> None:
    start = time.perf_counter()
    try:
        model.fit(flows)
    except StudyError as error:
        print(f"| {name} | refused: {error.problems[0].what} | | |")
        return
    seconds = time.perf_counter() - start
    errors = model.standard_errors_
    told = [
        f"{key} {value * (-1 if key == 'rate' else 1):.4f} ± {errors[key]:.4f}" for key, value in model.params_.items()
    ]
    logs = model.score(flows) * flows["visits"].sum()
    print(f"| {name} | {', '.join(told)} | {logs:.1f} | {seconds:.3f} |")


def peer_fits(flows: pd.DataFrame, attributes: Sequence[str], peer: str) -> dict[str, dict[str, object]]:
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "flows.csv"
        flows[["zone_id", "site_id", "minutes", "visits", *attributes]].to_csv(table, index=False)
        command = [peer, "-W", "ignore", str(PEER), str(table), *attributes]
        run = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(run.stdout.strip().splitlines()[-1])


def out_of_sample(flows: pd.DataFrame, attributes: Sequence[str]) -> None:
    decays = ("power", "exponential", "logistic")
    models = {decay: HuffModel(decay, attributes, least_minutes=0.0) for decay in decays}
    zones = pd.factorize(flows["zone_id"])[0]
    tested = held_out(flows, models, zones, folds=flows["zone_id"].nunique())
    print("| " + " | ".join(tested.means.index) + " |\n" + "|---" * len(tested.means) + "|")
    print("| " + " | ".join(f"{mean:.4f}" if pd.notna(mean) else "not fitted" for mean in tested.means) + " |")


if __name__ == "__main__":
    main()
