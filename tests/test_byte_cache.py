"""The cache of finished answers stays within its bytes and forgets what was not asked for longest."""

from hypothesis import given
from hypothesis import strategies as st

from cme_catalog.lib.byte_cache import Answer, ByteCache


def answer(size: int) -> Answer:
    return Answer(b"x" * size, "text/html")


def test_an_answer_comes_back_as_it_was_put():
    cache = ByteCache(100_000)
    cache.put("a", answer(10))
    assert cache.get("a") == answer(10)
    assert cache.get("b") is None


def test_the_answer_not_asked_for_longest_goes_first():
    cache = ByteCache(20 * 600)
    for name in range(20):
        cache.put(name, answer(100))
    cache.get(0)
    cache.put("new", answer(100))
    assert cache.get(0) is not None
    assert cache.get(1) is None


def test_an_answer_too_large_for_the_cache_is_not_kept_and_drives_nothing_out():
    cache = ByteCache(10_000)
    cache.put("small", answer(100))
    cache.put("large", answer(5_000))
    assert cache.get("large") is None
    assert cache.get("small") is not None


def test_a_cache_of_no_bytes_keeps_nothing():
    cache = ByteCache(0)
    cache.put("a", answer(0))
    assert cache.get("a") is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 900))))
def test_the_size_is_always_that_of_the_answers_kept(puts: list[tuple[int, int]]):
    cache = ByteCache(8_000)
    for key, size in puts:
        cache.put(key, answer(size))
    kept = [found for key in range(6) if (found := cache.get(key))]
    assert cache.size == sum(one.size for one in kept) <= cache.limit
