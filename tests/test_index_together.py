"""Many readers in threads, an editor in another process: no answer is of two versions, and none is old."""

import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.conf import settings as django_settings
from django.db import connection

from activities import records
from activities.search import versions
from activities.search.index import making
from activities.search.index.current import Index, Page
from activities.search.index.making import IndexUnavailable
from activities.search.selection import Selection
from tests import factories
from tests.editor_process import move
from tests.factories import DAY

pytestmark = pytest.mark.django_db(transaction=True)
LISTINGS, EDITS, THREADS = 12, 30, 4
CHEAP_FIRST = Selection(day=DAY, sort="price", per_page=10)


@pytest.fixture
def index() -> Iterator[Index]:
    factories.make_vocabularies()
    factories.publish_all({"title": f"Asthma {number}"} for number in range(LISTINGS))
    move(0)
    yield Index()
    connection.close()


@pytest.fixture
def editor() -> Iterator["subprocess.Popen[bytes]"]:
    name = str(connection.settings_dict["NAME"])
    command = [sys.executable, "-m", "tests.editor_process", name, str(EDITS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline(), "the editor does not begin"
        yield process
        process.kill()


def seen(page: Page) -> set[tuple[str, str]]:
    """The state and the price of every listing of the page, and those that the counts speak of."""
    found = [records.parse(listing.record) for listing in page.listings]
    return {(record["state"], record["prices"][0]["amount"]) for record in found}


def check(page: Page) -> None:
    """Listings, counts and total are all of one version."""
    counts = page.question.counts(["state", "fee"])
    east = seen(page) == {("NY", "0")}
    assert east or seen(page) == {("CA", "1")}
    assert counts == {"state": {"NY" if east else "CA": LISTINGS}, "fee": {"free" if east else "under-50": LISTINGS}}
    assert page.question.total == LISTINGS
    assert len(page.listings) == CHEAP_FIRST.per_page


def read_until_done(index: Index, editor: "subprocess.Popen[bytes]") -> Counter[str]:
    """Read until the editor has finished; count the answers and what was put off."""
    found: Counter[str] = Counter()
    newest = 0
    try:
        while editor.poll() is None or not found["answers"]:
            try:
                page = index.page(CHEAP_FIRST)
            except IndexUnavailable:
                found["put off"] += 1
                continue
            check(page)
            assert page.version.v >= newest
            newest = page.version.v
            found["answers"] += 1
    finally:
        connection.close()
    return found


def test_no_answer_mixes_two_versions(index: Index, editor: "subprocess.Popen[bytes]") -> None:
    with ThreadPoolExecutor(THREADS) as pool:
        runs = [pool.submit(read_until_done, index, editor) for _ in range(THREADS)]
        found = sum((run.result() for run in runs), Counter())
    assert editor.returncode == 0
    assert found["answers"] > 20
    assert found["put off"] <= found["answers"] / 100
    assert index.page(CHEAP_FIRST).version == versions.present()


def test_an_edit_elsewhere_is_in_the_next_answer(index: Index) -> None:
    elsewhere = Index()
    for number in range(1, 4):
        move(number)
        for one in (index, elsewhere):
            assert seen(one.page(CHEAP_FIRST)) == ({("NY", "0")} if number % 2 else {("CA", "1")})


def test_threads_that_find_it_behind_patch_it_once(index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    index.page(CHEAP_FIRST)
    move(1)
    patched: list[object] = []
    caught_up = making.caught_up
    monkeypatch.setattr(making, "caught_up", lambda state: patched.append(state) or caught_up(state))

    def read(number: int) -> int:
        try:
            return index.page(CHEAP_FIRST).version.v
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        assert set(pool.map(read, range(8))) == {versions.present().v}
    assert len(patched) == 1


def test_a_large_index_is_made_by_a_thread_and_found_by_the_next_reader(
    index: Index, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(django_settings, "CME_DATA_DIR", tmp_path)
    monkeypatch.setattr(making, "MOST_WHILE_WAITING", 2)
    with pytest.raises(IndexUnavailable):
        index.page(CHEAP_FIRST)
    making._maker._thread.join(30)  # type: ignore[union-attr]
    check(index.page(CHEAP_FIRST))
