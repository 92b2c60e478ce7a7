"""How much a site draws, before distance."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from siteplan.study import Format, TradeArea, by_key

__all__ = ["reference_values", "rival_attractiveness", "site_attractiveness"]


def reference_values(area: TradeArea, sites: pd.DataFrame) -> dict[str, float]:
    """Return the median of each factor named in `exponents`: the site that draws just as its format does."""
    return {f: float(sites[f].where(sites[f] > 0).median()) for f in area.exponents if f in sites}


def site_attractiveness(
    area: TradeArea, formats: dict[str, Format], options: pd.DataFrame, reference: dict[str, float]
) -> NDArray[np.float64]:
    """Return format attractiveness x product of (factor / reference) ** exponent: (n_options,).

    A factor that a site does not give counts as the reference (Huff's model with several attributes, Nakanishi
    and Cooper 1974).
    """
    out = options["format"].map(lambda f: formats[f].attractiveness).to_numpy(dtype=float)
    for factor, median in reference.items():
        if factor in options and np.isfinite(median):
            relative = (options[factor].astype(float) / median).where(options[factor] > 0).fillna(1.0)
            out = out * relative.to_numpy() ** area.exponents[factor]
    return out


def rival_attractiveness(area: TradeArea, competitors: pd.DataFrame) -> NDArray[np.float64]:
    """Return the competitors' own attractiveness where given, else that of their class: (n_competitors,)."""
    by_class = competitors["class"].map(lambda c: by_key(area.rival_attractiveness, str(c), 1.0)).astype(float)
    return np.asarray(competitors["attractiveness"].astype(float).fillna(by_class), dtype=np.float64)
