"""What options win alone, all at once, is what each wins one by one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from siteplan.tradearea import captures_alone, captures_today, shares, solo_capture
from tests.markets import random_utilities


@settings(max_examples=25)
@given(st.integers(0, 1000))
def test_alone_is_solo_capture_of_each_and_replaces_what_stands_at_its_site(seed: int) -> None:
    rng = np.random.default_rng(seed)
    model = random_utilities(rng, 12, 6, 2, 2)
    stands = np.array([False, False, False, True, False, True])
    site_of = np.array([0, 0, 1, 2, 2, 3])
    found = captures_alone(model, stands, site_of)
    for option in (0, 1, 2):
        assert np.isclose(found[option], solo_capture(model, option, stands).sum())
    for option, network in ((3, [3, 5]), (4, [4, 5]), (5, [3, 5])):
        is_open = np.isin(np.arange(6), network)
        assert np.isclose(
            found[option], model.demand.to_numpy() @ shares(model, is_open).options[:, [option]].toarray()
        )


def test_today_adds_up_to_the_network() -> None:
    model = random_utilities(np.random.default_rng(1), 9, 4, 3, 2)
    stands = np.array([True, False, False, True])
    own, options = captures_today(model, stands)
    assert np.isclose(own.sum() + options.sum(), model.demand.to_numpy() @ shares(model, stands).network)
    assert (options[~stands] == 0).all()
