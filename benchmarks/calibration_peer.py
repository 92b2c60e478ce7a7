"""The peer's side of calibration.py, run by a Python that has huff: table in, parameters and seconds out as JSON.

python calibration_peer.py TABLE.csv ATTRIBUTE [ATTRIBUTE ...]
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import time

import pandas as pd
from huff.data_management import load_interaction_matrix


def loaded(table: pd.DataFrame, attributes: list[str]):
    total = table.groupby("zone_id")["visits"].transform("sum")
    return load_interaction_matrix(
        data=table.assign(total=total, share=table["visits"] / total),
        customer_origins_col="zone_id",
        supply_locations_col="site_id",
        attraction_col=attributes,
        transport_costs_col="minutes",
        flows_col="visits",
        probabilities_col="share",
        market_size_col="total",
        check_df_vars=False,
    )


def mci(table: pd.DataFrame, attributes: list[str]) -> dict[str, object]:
    start = time.perf_counter()
    model = loaded(table, attributes).mci_fit(cols=["A_j", "t_ij", *attributes[1:]])
    seconds = time.perf_counter() - start
    coefs = model.get_mci_ols_model() if hasattr(model, "get_mci_ols_model") else model.mci_ols_model
    return {"parameters": {str(k): float(v) for k, v in coefs.params.items()}, "seconds": seconds}


def likelihood(table: pd.DataFrame, attributes: list[str], decay: str) -> dict[str, object]:
    matrix = loaded(table, attributes)
    names = ["A_j", "t_ij", *attributes[1:]]
    matrix.define_weightings(
        {n: {"name": name, "func": decay if name == "t_ij" else "power"} for n, name in enumerate(names)}
    )
    far = (-2.0, (-4, -0.1)) if decay == "power" else (-0.1, (-1, -0.001))
    starts = [1.0, far[0], *[0.1] * (len(names) - 2)]
    bounds = [(-1, 3), far[1], *[(-3, 3)] * (len(names) - 2)]
    start = time.perf_counter()
    fit = matrix.huff_ml_fit(initial_params=starts, bounds=bounds, check_df_vars=False, update_estimates=False)
    seconds = time.perf_counter() - start
    found = fit.metadata["fit"]
    values = dict(zip(names, map(float, found["minimize_fittedparams"]), strict=True))
    return {"parameters": values, "seconds": seconds, "success": bool(found["minimize_success"])}


def main() -> None:
    table, attributes = pd.read_csv(sys.argv[1]), sys.argv[2:]
    added = table.assign(visits=table["visits"] + (table["visits"] == 0).any())
    out: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()):
        jobs = {
            "mci_fit, power": lambda: mci(added, attributes),
            "huff_ml_fit, power": lambda: likelihood(table, attributes, "power"),
            "huff_ml_fit, exponential": lambda: likelihood(table, attributes, "exponential"),
        }
        for name, job in jobs.items():
            try:
                out[name] = job()
            except Exception as error:
                out[name] = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(out))


if __name__ == "__main__":
    main()
