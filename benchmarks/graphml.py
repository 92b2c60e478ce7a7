"""Reading a large road graph: CPU seconds and memory of `read_roads`, first and from what it keeps beside the file.

python benchmarks/graphml.py [--side JUNCTIONS] [--folder DIR]

The graph is a made one of the shape that OSMnx saves: every key as text, osmid and highway now and then as lists,
the street's line as WKT, each street there and back but for one-way ones. 400 x 400 junctions are about 105 MB.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from siteplan.data.road_graph.roads import read_roads

NODE_KEYS = ("y", "x", "street_count", "highway", "ref")
EDGE_KEYS = (
    "osmid", "highway", "lanes", "maxspeed", "name", "oneway", "ref", "reversed", "length", "bridge", "geometry",
)  # fmt: skip
CLASSES = ("residential",) * 8 + ("tertiary",) * 4 + ("secondary",) * 3 + ("primary",) * 2 + ("trunk", "motorway")
LIMITS = ("30", "40", "50", "60", "80", "120", "['60', '40']")
HEAD = (
    "<?xml version='1.0' encoding='utf-8'?>\n"
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns '
    'http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">\n'
)
STEP = 0.002  # degrees between junctions


def write(path: Path, side: int) -> None:
    """Write side x side junctions, streets between neighbours."""
    r = random.Random(0)
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD)
        names = [("graph", "crs"), *(("node", n) for n in NODE_KEYS), *(("edge", n) for n in EDGE_KEYS)]
        for n, (owner, name) in enumerate(names):
            out.write(f'<key id="d{n}" for="{owner}" attr.name="{name}" attr.type="string" />\n')
        out.write('<graph edgedefault="directed"><data key="d0">epsg:4326</data>')
        ids = {name: f"d{n}" for n, name in enumerate(names)}
        out.writelines(_nodes(side, {name: key for (owner, name), key in ids.items() if owner == "node"}))
        out.writelines(_edges(r, side, {name: key for (owner, name), key in ids.items() if owner == "edge"}))
        out.write("</graph></graphml>\n")


def _place(n: int, side: int) -> tuple[float, float]:
    return 112 + STEP * (n % side), 22 + STEP * (n // side)


def _data(keys: dict[str, str], values: dict[str, str]) -> str:
    return "".join(f'<data key="{keys[name]}">{value}</data>' for name, value in values.items())


def _nodes(side: int, keys: dict[str, str]) -> Iterator[str]:
    for n in range(side * side):
        x, y = _place(n, side)
        values = {"y": f"{y:.7f}", "x": f"{x:.7f}", "street_count": "4"}
        yield f'<node id="{10**9 + n}">\n{_data(keys, values)}</node>\n'


def _edges(r: random.Random, side: int, keys: dict[str, str]) -> Iterator[str]:
    for n in range(side * side):
        beside = [n + 1] if n % side < side - 1 else []
        below = [n + side] if n + side < side * side and (n % side == 0 or r.random() < 0.3) else []
        for other in [*beside, *below]:
            one_way = other == n + side and n % side > 0 and r.random() < 0.3
            for back in (False,) if one_way else (False, True):
                u, v = (other, n) if back else (n, other)
                values = _street(r, u, v, side, one_way, back)
                yield f'<edge source="{10**9 + u}" target="{10**9 + v}" id="0">\n{_data(keys, values)}</edge>\n'


def _street(r: random.Random, u: int, v: int, side: int, one_way: bool, back: bool) -> dict[str, str]:
    first, kind = 10**8 + r.randrange(10**8), r.choice(CLASSES)
    values = {"osmid": str(first) if r.random() < 0.8 else f"[{first}, {first + 1}]"}
    values["highway"] = kind if r.random() < 0.95 else f"['{kind}', 'unclassified']"
    if r.random() < 0.3:
        values |= {"lanes": "2", "maxspeed": r.choice(LIMITS)}
    if r.random() < 0.4:
        values["name"] = f"Street {r.randrange(5000)}"
    (x, y), (x2, y2) = _place(u, side), _place(v, side)
    values |= {"oneway": str(one_way), "reversed": str(back), "length": f"{r.uniform(205, 260):.9f}"}
    if r.random() < 0.2:
        values["geometry"] = f"LINESTRING ({x:.7f} {y:.7f}, {(x + x2) / 2:.7f} {(y + y2) / 2:.7f}, {x2:.7f} {y2:.7f})"
    return values


def main() -> None:
    """Write a graph, read it in a process of its own, and again."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--side", type=int, default=400)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--read", type=Path, help="read this file only")
    asked = parser.parse_args()
    if asked.read:
        measure(asked.read)
        return
    with tempfile.TemporaryDirectory() as made:
        path = (asked.folder or Path(made)) / "roads.graphml"
        if not path.exists():
            write(path, asked.side)
        print(f"{asked.side**2:,} junctions, {path.stat().st_size / 1e6:.0f} MB")
        for _ in range(2):
            subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)


def measure(path: Path) -> None:
    """Read it once."""
    before, cpu = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    network = read_roads(path).network
    used, most = time.process_time() - cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(
        f"{used:.2f} CPU s, {most / 1e6:.2f} GB at most ({before / 1e6:.2f} GB before); "
        f"{len(network.lon):,} nodes, {network.minutes.nnz:,} edges"
    )


if __name__ == "__main__":
    main()
