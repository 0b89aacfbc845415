"""Counting within a second: bounded, shared with forked processes, and never too high for a quiet key."""

import os

from cme_catalog.lib.rates import Rates


def test_counts_a_key_within_its_second() -> None:
    rates = Rates()
    assert [rates.count("a", 100.0), rates.count("a", 100.999), rates.count("b", 100.5)] == [1, 2, 1]
    assert rates.count("a", 101.0) == 1


def test_forked_processes_count_together() -> None:
    rates = Rates()
    rates.count("a", 100.0)
    child = os.fork()
    if not child:
        rates.count("a", 100.1)
        os._exit(0)
    os.waitpid(child, 0)
    assert rates.count("a", 100.2) == 3


def test_keys_that_meet_are_counted_too_low_and_never_too_high() -> None:
    rates = Rates(places=1)
    assert [rates.count(key, 100.0) for key in "aabab"] == [1, 2, 1, 1, 1]


def test_far_future_is_a_second_too() -> None:
    assert Rates().count("a", 2.0**40) == 1
