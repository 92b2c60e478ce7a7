"""Maximum capture under multinomial logit (Haase and Müller 2014): every published row, proven, beside its seconds.

python benchmarks/hm14.py [--rows 0 107 ...] [--data FOLDER]

Published values and seconds: multicut outer approximation on a commercial solver, as collected by R. Legault
(github.com/robinlegault/CBCFLP). A row counts as in time within its published seconds, or within 10.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
from published import DATA, hm14

from siteplan.optimise import SolveStatus, solve

EXACT = 1e-6
AT_LEAST_SECONDS = 10.0
MOST_SECONDS = 300.0


def main() -> None:
    arguments = _arguments()
    rows = pd.read_csv(arguments.data / "best_known.csv")
    rows = rows.loc[arguments.rows] if arguments.rows else rows
    done = pd.DataFrame([_solved(arguments.data, row) for _, row in rows.iterrows()])
    limit = np.maximum(done["published"], AT_LEAST_SECONDS)
    print("| instance | rows | best known reached | proven | proven in time | seconds | published seconds | longest |")
    print("|---|---|---|---|---|---|---|---|")
    for name, part in [*done.groupby("instance"), ("both", done)]:
        in_time = (part["proven"] & (part["seconds"] <= limit[part.index])).sum()
        print(
            f"| {name} | {len(part)} | {part['reached'].sum()} | {part['proven'].sum()} | {in_time} "
            f"| {part['seconds'].sum():.1f} | {part['published'].sum():.0f} | {part['seconds'].max():.1f} |"
        )


def _solved(folder: Path, row: pd.Series) -> dict[str, object]:
    selection = solve(hm14(folder / row["file"], row["alpha"], row["beta"], int(row["r"])), EXACT, MOST_SECONDS)
    best = row["best_known_capture"]
    line = {
        "instance": row["file"].removesuffix(".data"),
        "reached": selection.objective >= best * (1 - EXACT),
        "proven": selection.status is SolveStatus.OPTIMAL,
        "seconds": selection.seconds,
        "published": row["published_seconds_moa"],
    }
    asked = f"alpha {row['alpha']:g}, beta {row['beta']:g}, r {row['r']}"
    print(
        f"{line['instance']}, {asked}: {selection.objective:.6f} (best known {best:.6f}), {selection.status}, "
        f"gap {selection.gap:.1e}, {selection.seconds:.2f} s (published {line['published']:.1f})",
        flush=True,
    )
    return line


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="*")
    parser.add_argument("--data", type=Path, default=DATA / "hm14")
    return parser.parse_args()


if __name__ == "__main__":
    main()
