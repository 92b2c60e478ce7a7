"""Write a study of 100,000 H3 cells: the bundled one, its zones cut into their children.

Run:  python benchmarks/fine_cells.py FOLDER [CELLS]     then:  python benchmarks/app.py FOLDER
People, households and visits of a zone are shared out among its children evenly, to whole numbers; the flows, which
name zones, are left out, all else is as it was. What such a study is for is time alone: benchmarks/app.py measures the
map on it.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import geopandas as gpd
import h3
import numpy as np
import pandas as pd
from shapely import Polygon

from siteplan.data.bundled import bundled_study

COUNTS = ("population", "pop_urban", "pop_rural", "households", "footfall")
DEEPEST = 9  # resolution: cells of 0.1 km2


def main() -> None:
    """Write the study."""
    folder, wanted = Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    shutil.copytree(bundled_study(), folder, dirs_exist_ok=True)
    zones = gpd.read_parquet(folder / "zones.parquet")
    ids = finer(zones["zone_id"].tolist(), wanted)
    print(f"{len(zones):,} zones become {sum(map(len, ids)):,}")
    toml = folder / "study.toml"
    kept = [line for line in toml.read_text("utf-8").splitlines() if not line.startswith("flows")]
    toml.write_text("\n".join(kept) + "\n", "utf-8")
    cut(zones, ids).to_parquet(folder / "zones.parquet")


def finer(cells: list[str], wanted: int) -> list[list[str]]:
    """Return the children of each cell: the coarsest are cut first, until there are as many as wanted."""
    parts = [[cell] for cell in cells]
    n = len(cells)
    for resolution in range(min(map(h3.get_resolution, cells)), DEEPEST):
        for at, some in enumerate(parts):
            if n >= wanted:
                return parts
            parts[at] = [child for cell in some for child in children(cell, resolution)]
            n += len(parts[at]) - len(some)
    return parts


def children(cell: str, resolution: int) -> list[str]:
    """Return the children of a cell of this resolution, another one as it is."""
    return sorted(h3.cell_to_children(cell)) if h3.get_resolution(cell) == resolution else [cell]


def cut(zones: gpd.GeoDataFrame, ids: list[list[str]]) -> gpd.GeoDataFrame:
    """Return a row for each child."""
    of = np.repeat(np.arange(len(zones)), [len(some) for some in ids])
    rows = pd.DataFrame(zones.drop(columns="geometry")).iloc[of].reset_index(drop=True)
    rows["zone_id"] = [child for some in ids for child in some]
    n, place = rows.groupby(of)["zone_id"].transform("size"), rows.groupby(of).cumcount()
    for name in COUNTS:
        rows[name] = rows[name] // n + (place < rows[name] % n)
    shapes = [Polygon([(lon, lat) for lat, lon in h3.cell_to_boundary(cell)]) for cell in rows["zone_id"]]
    return gpd.GeoDataFrame(rows, geometry=shapes, crs="EPSG:4326")


if __name__ == "__main__":
    main()
