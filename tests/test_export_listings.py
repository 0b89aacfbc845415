"""`manage.py export_listings` writes the bytes that the site gives away, and refuses what the site refuses."""

from collections.abc import Iterator
from io import BytesIO, StringIO, TextIOWrapper

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from tests.factories import DAY, approval, make_vocabularies, publish
from tests.file_reader import IDS
from tests.listing_reader import on_day

pytestmark = pytest.mark.django_db


class Terminal(StringIO):
    """A terminal on which somebody runs the command."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def made() -> Iterator[list[int]]:
    make_vocabularies()
    with on_day(DAY):
        yield [publish("One", approvals=[approval("abim")]), publish("Two"), publish("Three")]


def written(*arguments: str) -> bytes:
    out = TextIOWrapper(BytesIO(), encoding="utf-8")
    call_command("export_listings", *arguments, stdout=out)
    out.flush()
    found = out.buffer
    assert isinstance(found, BytesIO)
    return found.getvalue()


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_file_is_that_of_the_site(client: Client, kind: str) -> None:
    for query in ("", "board=abim", "?sort=title", "q=xylophonitis"):
        site = client.get(f"/activities.{kind}?{query.removeprefix('?')}").getvalue()
        assert written("--format", kind, "--query", query) == site


def test_workbook_holds_the_list(made: list[int]) -> None:
    assert IDS["xlsx"](written("--format", "xlsx")) == made[::-1]


def test_csv_is_what_is_written_when_nothing_is_said(made: list[int]) -> None:
    assert IDS["csv"](written()) == made[::-1]


def test_bad_value_is_named_and_nothing_is_written() -> None:
    problems = StringIO()
    out = TextIOWrapper(BytesIO(), encoding="utf-8")
    with pytest.raises(CommandError, match="Nothing was written") as refused:
        call_command("export_listings", "--query", "board=nope&fee=free", stdout=out, stderr=problems)
    assert refused.value.returncode == 1
    assert "board: “nope”" in problems.getvalue()
    out.flush()
    assert out.buffer.getvalue() == b""  # type: ignore[attr-defined]


def test_workbook_is_not_for_a_terminal() -> None:
    with pytest.raises(CommandError, match="terminal") as refused:
        call_command("export_listings", "--format", "xlsx", stdout=Terminal())
    assert refused.value.returncode == 2


def test_csv_may_go_to_a_terminal(made: list[int]) -> None:
    out = Terminal()
    call_command("export_listings", stdout=out)
    assert IDS["csv"](out.getvalue().encode()) == made[::-1]


def test_unknown_format_is_wrong_use() -> None:
    with pytest.raises(CommandError) as refused:
        call_command("export_listings", "--format", "pdf")
    assert "invalid choice" in str(refused.value)
