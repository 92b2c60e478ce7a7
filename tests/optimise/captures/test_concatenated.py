"""Zones of several captures under each other are what each capture says of its own."""

import numpy as np

from siteplan.optimise.bounds.cuts import gradient, submodular
from siteplan.optimise.captures.concatenated import Concatenated
from tests.optimise.small import draw


def test_every_part_keeps_its_values_and_its_majorants() -> None:
    small = draw(3, n_rules=0)
    huff = small.capture()
    small.kind = "coverage"
    cover = small.capture()
    both = Concatenated([huff, cover])
    r = np.random.default_rng(0)
    y, plan, site_of = r.random(len(small.options)), r.random(len(small.options)) < 0.5, small.problem().site_of
    assert both.reach.shape == (2 * len(small.weights), len(small.options))
    assert (both.zone_values(y) == np.concatenate([huff.zone_values(y), cover.zone_values(y)])).all()
    for majorant in (lambda zones: gradient(zones, y), lambda zones: submodular(zones.at_sites(site_of), plan)):
        whole, first, second = (majorant(zones) for zones in (both, huff, cover))
        assert (whole.constant == np.concatenate([first.constant, second.constant])).all()
        assert (whole.slopes == np.concatenate([first.slopes, second.slopes])).all()
