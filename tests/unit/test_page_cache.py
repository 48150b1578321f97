"""Finished pages: kept per data version, bounded, compressed once."""

import gzip
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import brotli
import pytest

from kommanmap.views.delivery import Finished, PageCache


def page(text: str = "x") -> Finished:
    return Finished(body=text.encode(), status=200, headers=[("Content-Type", "text/html")], etag="e")


def test_a_page_is_forgotten_when_the_data_version_moves() -> None:
    cache = PageCache(100_000)
    cache.put(("a",), 1, page())
    assert cache.get(("a",), 1) is not None
    assert cache.get(("a",), 2) is None
    cache.put(("b",), 2, page())
    assert cache.get(("a",), 1) is None


def test_the_least_asked_pages_go_first_and_the_size_stays_bounded() -> None:
    cache = PageCache(10_000)
    for number in range(20):
        cache.put((str(number),), 1, page("y" * 500))
        cache.get(("0",), 1)
    kept = [number for number in range(20) if cache.get((str(number),), 1)]
    assert 0 in kept
    assert 19 in kept
    assert len(kept) == 6


def test_a_page_larger_than_half_the_cache_is_not_kept() -> None:
    cache = PageCache(10_000)
    cache.put(("big",), 1, page("z" * 6_000))
    assert cache.get(("big",), 1) is None


def test_replacing_a_page_does_not_count_it_twice() -> None:
    cache = PageCache(10_000)
    for _ in range(50):
        cache.put(("a",), 1, page("y" * 500))
    cache.put(("b",), 1, page())
    assert cache.get(("a",), 1) is not None


def test_every_encoding_gives_the_same_text() -> None:
    finished = page("Treffpunkt " * 100)
    assert brotli.decompress(finished.encoded("br")) == finished.body
    assert gzip.decompress(finished.encoded("gzip")) == finished.body
    assert finished.encoded("gzip") is finished.encoded("gzip")


def test_one_thread_makes_a_page_and_the_others_wait_for_it() -> None:
    cache, made, shown = PageCache(100_000), [], []
    start = threading.Barrier(6)

    def ask() -> None:
        start.wait()
        with cache.making(("a",)):
            found = cache.get(("a",), 1)
            if found is None:
                made.append(1)
                cache.put(("a",), 1, page())
            shown.append(cache.get(("a",), 1))

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 1
    assert len(shown) == 6
    assert None not in shown


def test_a_page_that_cannot_be_made_leaves_no_lock_behind() -> None:
    cache = PageCache(100_000)
    with pytest.raises(RuntimeError), cache.making(("a",)):
        raise RuntimeError
    with cache.making(("a",)):
        cache.put(("a",), 1, page())
    assert cache.get(("a",), 1) is not None


def test_a_page_of_one_minute_gives_way_to_that_of_the_next() -> None:
    cache, noon = PageCache(100_000), datetime(2026, 3, 18, 12, tzinfo=UTC)
    cache.put(("a",), 1, replace(page("noon"), minute=noon))
    assert cache.get(("a",), 1, noon) is not None
    assert cache.get(("a",), 1, noon + timedelta(minutes=1)) is None
    assert cache.get(("a",), 1) is None
    cache.put(("a",), 1, replace(page("later"), minute=noon + timedelta(minutes=1)))
    assert cache.get(("a",), 1, noon) is None
    cache.put(("b",), 1, page())
    assert cache.get(("b",), 1) is not None
