"""What a program reads from the API."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpResponse
from django.test import Client

JSON, PROBLEM = "application/json", "application/problem+json"


def ask(client: Client, address: str, **headers: str) -> HttpResponse:
    """The answer, whatever it is; the address may be one that an answer gave."""
    parts = urlsplit(address)
    path = f"{parts.path}?{parts.query}" if parts.query else parts.path
    response: HttpResponse = client.get(path, headers=headers)
    return response


def read(client: Client, address: str) -> Any:
    """What the API says at an address, which must be good."""
    response = ask(client, address)
    assert (response.status_code, response.headers["Content-Type"]) == (200, JSON), response.text
    return response.json()


def refused(client: Client, address: str, status: int) -> Any:
    """The problem document at an address."""
    response = ask(client, address)
    assert (response.status_code, response.headers["Content-Type"]) == (status, PROBLEM), response.text
    problem = response.json()
    assert problem["status"] == status
    return problem


def refusals(client: Client, address: str) -> set[tuple[str, str]]:
    """The parameters that a 400 names, each with its reason."""
    return {(error["parameter"], error["reason"]) for error in refused(client, address, 400)["errors"]}


def ids(page: Any) -> list[int]:
    """The activity IDs of a page, in order."""
    return [result["activity_id"] for result in page["results"]]


def walk(client: Client, address: str) -> Iterator[Any]:
    """The steps of a walk from an address on."""
    following: str | None = address
    while following:
        step = read(client, following)
        yield step
        following = step["next"]
