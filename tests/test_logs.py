"""What the log says, and what it must not say."""

import json
import logging
from collections.abc import Iterator
from datetime import datetime
from io import StringIO

import pytest
import structlog
from django.test import Client

from cme_catalog.logs import logging_config

pytestmark = pytest.mark.django_db


@pytest.fixture
def log() -> Iterator[StringIO]:
    """Everything that reaches standard error in production."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging_config(readable=False)["formatters"]["lines"]["()"]())
    logging.getLogger().addHandler(handler)
    yield stream
    logging.getLogger().removeHandler(handler)


def entries(log: StringIO) -> list[dict[str, str]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_line_is_one_json_object_in_utc(log: StringIO) -> None:
    structlog.get_logger("cme_catalog.example").warning("cache is down", tries=3)
    (entry,) = entries(log)
    assert (entry["event"], entry["level"], entry["logger"]) == ("cache is down", "warning", "cme_catalog.example")
    assert entry["tries"] == 3
    assert datetime.fromisoformat(entry["timestamp"]).utcoffset().total_seconds() == 0  # type: ignore[union-attr]


def test_value_cannot_forge_a_line(log: StringIO) -> None:
    logging.getLogger("cme_catalog").warning("name: %s", 'x\n{"event": "forged"}\r\n\x1b[2J')
    assert len(entries(log)) == 1


def test_failure_comes_with_its_traceback_in_the_same_line(log: StringIO) -> None:
    try:
        raise ZeroDivisionError("by nothing")
    except ZeroDivisionError:
        structlog.get_logger("cme_catalog").exception("it broke")
    (entry,) = entries(log)
    assert "ZeroDivisionError: by nothing" in entry["exception"]


@pytest.mark.parametrize("where", ["/nowhere/?q=zq7-secret", "/about/?q=zq7-secret%00", "/admin/?next=zq7-secret"])
def test_question_of_a_visitor_is_not_logged(client: Client, log: StringIO, where: str) -> None:
    client.get(where, headers={"Cookie": "sessionid=zq7-secret", "Referer": "https://zq7-secret.example/"})
    assert "zq7-secret" not in log.getvalue()


def test_failed_login_is_logged_without_person_and_address(client: Client, log: StringIO) -> None:
    client.post("/admin/login/", {"username": "zq7-name", "password": "zq7-word"}, REMOTE_ADDR="203.0.113.9")
    assert any(entry["logger"].startswith("axes") for entry in entries(log))
    for private in ("zq7-name", "zq7-word", "203.0.113.9"):
        assert private not in log.getvalue()


def test_developer_reads_plain_lines() -> None:
    formatter = logging_config(readable=True)["formatters"]["lines"]["()"]()
    record = logging.LogRecord("cme_catalog", logging.INFO, __file__, 1, "served %s", ("13645",), None)
    assert "served 13645" in formatter.format(record)
    with pytest.raises(json.JSONDecodeError):
        json.loads(formatter.format(record))
