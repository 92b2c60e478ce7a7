"""Where the figures of each candidate's formats stand among those of all candidates."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd

from siteplan.groundwork import Groundwork
from siteplan.present.tables import vocabulary as v
from siteplan.score.scorecard import percentiles
from siteplan.tradearea import captures_alone, shares

__all__ = ["among_all"]


def among_all(ground: Groundwork) -> pd.DataFrame:
    """Return percentiles (0-100, half of the ties counted), a row for each option of a candidate.

    Columns: score and each criterion as value_NAME, among candidates; capture, net_new and cannibalised of the option
    alone beside today's network, before any capacity, forecast, capex and opex, among all options of candidates.
    """
    card, options = ground.scorecard, ground.options
    candidates = card.score.index[card.given]
    asked = options[(options["change"] == "new") & options["site_id"].isin(candidates)]
    of_sites = percentiles(card.values.add_prefix("value_").assign(**{v.SCORE.name: card.score})[card.given])
    return pd.concat(
        [of_sites.loc[asked["site_id"]].set_axis(asked.index), percentiles(_of_options(ground).loc[asked.index])],
        axis=1,
    )


def _of_options(ground: Groundwork) -> pd.DataFrame:
    """Return sales alone (vehicles/year) and money of every option.

    In each zone an option that opens takes from all others in proportion to their shares (see transfers): from own
    sites as much of what it wins there as they have of the zone today.
    """
    model, options = ground.model, ground.options
    owned = replace(model, demand=model.demand * shares(model, ground.stands).network)
    won = captures_alone(model, ground.stands, ground.site_of)
    taken = captures_alone(owned, ground.stands, ground.site_of)
    expected = ground.forecast.options["forecast"].reindex(options.index).astype(float)
    return pd.DataFrame(
        {
            v.CAPTURE.name: won, v.NET_NEW.name: won - taken, v.CANNIBALISED.name: taken,
            v.FORECAST.name: expected.to_numpy(), v.CAPEX.name: options["capex"], v.OPEX.name: options["opex"],
        },
        index=options.index,
    )  # fmt: skip
