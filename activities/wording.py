"""The words of a listing as search reads them: written once, by the door, so that an index only splits and numbers.

Five lines, one for each field, in the order in which fields join a search: title, keywords, objectives, provider,
description. Between spaces stand tokens in normal form; between tokens of different texts stands a break, so that
no phrase goes over it.
"""

from activities.record_shape import Record
from activities.search.language import BREAK, text_tokens

FIELDS = ("title", "keywords", "objectives", "provider", "description")
TITLE, KEYWORDS, OBJECTIVES, PROVIDER, DESCRIPTION = range(len(FIELDS))


def texts(record: Record) -> tuple[list[str], ...]:
    """The texts of each field; the provider's are its name and those of the joint ones."""
    return (
        [record["title"]],
        [keyword["name"] for keyword in record["keywords"]],
        record["objectives"],
        [record["provider"]["name"], *(one["name"] for one in record["joint_providers"])],
        record["description"].splitlines(),
    )


def of(record: Record) -> str:
    return "\n".join(map(_line, texts(record)))


def _line(some: list[str]) -> str:
    return f" {BREAK} ".join(" ".join(tokens) for text in some if (tokens := text_tokens(text)))
