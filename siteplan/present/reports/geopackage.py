"""A plan as a GeoPackage: sites, today's network, zones, trade areas and figures as layers for any GIS (OGC 12-128)."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio

from siteplan.evaluate import Plan
from siteplan.present.files.area_files import area_table, explained_sites, zone_frame
from siteplan.present.pack.content import Pack
from siteplan.present.text.provenance import stamp, synthetic_line

__all__ = ["geopackage_of"]


def geopackage_of(plan: Plan, pack: Pack) -> bytes:
    """Return the file, the same bytes each time; each layer tells in its description what of it is synthetic.

    Places are in longitude and latitude of WGS 84, whatever the study's files are in.
    """
    reader = pack.reader
    made_up = synthetic_line(plan.study, reader)
    said = reader.gettext("Synthetic data: {tables}").format(tables=made_up) if made_up else ""
    about = reader.gettext("; ").join(text for text in (reader.study_name(plan.study), stamp(reader), said) if text)
    # GDAL writes when a layer was changed: when the plan was made, in place of now.
    moment = datetime.fromtimestamp(pack.made, UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": moment})
    try:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "plan.gpkg"
            for name, layer in _layers(plan, pack):
                described = {"DESCRIPTION": about}
                pyogrio.write_dataframe(_plain(layer), file, layer=name, driver="GPKG", layer_options=described)
            return file.read_bytes()
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def _layers(plan: Plan, pack: Pack) -> Iterator[tuple[str, pd.DataFrame]]:
    """Yield what there is, by the name of its layer; one without rows is left out."""
    reader, own = pack.reader, plan.market.facilities
    known = [name for name in ("name", "province", "city", "format", "tier") if name in own]
    names = {name: reader.shown(own, name) for name in ("name", "province", "city") if name in own}
    today = gpd.GeoDataFrame(own[[*known, "geometry"]].assign(**names))
    figures = pd.DataFrame(
        [(one.id, one.name, one.value, one.unit, one.text, one.label, one.source) for one in pack.every_figure],
        columns=["id", "name", "value", "unit", "text", "label", "source"],
    )
    layers = {
        "sites": explained_sites(plan, reader),
        "own_sites": today.reset_index(),
        "zones": zone_frame(plan).reset_index(),
        "trade_areas": area_table(plan),
        "figures": figures,
    }
    yield from ((name, layer) for name, layer in layers.items() if len(layer))


def _plain(layer: pd.DataFrame) -> pd.DataFrame:
    """Return a layer without numbers that no database knows, each other value as text or number."""
    finite = layer.replace([np.inf, -np.inf], np.nan)
    texts = [str(name) for name in finite if finite[name].dtype == object]
    return finite.assign(**{name: finite[name].map(str, na_action="ignore") for name in texts})
