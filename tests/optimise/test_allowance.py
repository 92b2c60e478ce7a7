"""An allowance is spent by work of this process, not by waiting."""

import time

from siteplan.optimise.allowance import Allowance


def test_waiting_costs_nothing_and_work_does() -> None:
    allowance = Allowance.of(5.0)
    time.sleep(0.05)
    assert allowance.left > 4.9  # what the sleep took is the clock's, not the processor's
    began = time.process_time()
    while time.process_time() < began + 0.05:
        pass
    assert allowance.left <= 4.95


def test_a_part_never_outlives_the_whole() -> None:
    assert Allowance.of(1.0).within(5.0).left <= 1.0
    assert Allowance.of(5.0).within(1.0).left <= 1.0
    assert Allowance.of(0.0).is_due()
    assert Allowance.of(0.0).by_the_clock > 0  # solve refuses a limit of nothing


def test_the_wish_to_stop_passes_on() -> None:
    assert Allowance.of(5.0, lambda: True).within(1.0).is_due()
    assert not Allowance.of(5.0, lambda: False).is_due()
