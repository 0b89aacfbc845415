"""Citations of a listing's page, for reference managers: RIS and BibTeX.

What is cited is this catalog's page. A DOI names the article behind the activity, not the page, and stands as a related
record. Values are written in one line each, so that none can begin a tag or an entry of its own.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from activities.exports import Taken
from activities.printing import links, words
from activities.printing.detail import address
from activities.records import Record
from cme_catalog.site import site_facts

_TEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        '"': r"\textquotedbl{}",
        **{mark: f"\\{mark}" for mark in "$&#_%"},
    }
)
"""Braces are named and not escaped: BibTeX counts them, with a backslash before them or without."""


def ris(taken: Iterable[Taken], day: date) -> Iterator[bytes]:
    """The listings as RIS records, in their order; `day` is when they were read."""
    for record, _ in taken:
        tags = [("TY", "ELEC"), *_tags(record, day)]
        lines = [f"{tag}  - {_line(value)}\r\n" for tag, value in tags if value]
        yield "".join([*lines, "ER  - \r\n\r\n"]).encode()


def bibtex(record: Record, day: date) -> bytes:
    """The listing as a BibTeX entry, with a key of its activity ID."""
    site, doi = site_facts(), record["doi"]
    fields = {
        "title": f"{{{_tex(record['title'])}}}",
        "author": f"{{{_tex(record['provider']['name'])}}}",
        "year": record["released"][:4],
        "howpublished": _tex(site.name),
        "url": site.canonical(address(record)),
        "urldate": day.isoformat(),
        "keywords": _tex(", ".join(term["name"] for term in record["keywords"])),
        "note": _tex(f"Activity ID {record['activity_id']}{f'. Related article: DOI {doi}' if doi else ''}"),
    }
    lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
    return "\n".join([f"@misc{{cme{record['activity_id']},", ",\n".join(lines), "}\n"]).encode()


def text(record: Record, day: date) -> str:
    """The citation in words, for copying; `day` is when the page was read."""
    site = site_facts()
    year = f" ({record['released'][:4]})" if record["released"] else ""
    said = [f"{record['provider']['name']}{year}", record["title"], f"Activity {record['activity_id']}", site.name]
    sentences = [piece if piece.endswith((".", "?", "!")) else f"{piece}." for piece in said]
    return f"{' '.join(sentences)} {site.canonical(address(record))}. Read {words.day(day)}."


def _tags(record: Record, day: date) -> list[tuple[str, str]]:
    site, doi = site_facts(), record["doi"]
    return [
        ("ID", str(record["activity_id"])),
        ("TI", record["title"]),
        ("AU", record["provider"]["name"]),
        ("PY", record["released"][:4]),
        ("DA", f"{record['released'].replace('-', '/')}/" if record["released"] else ""),
        ("PB", site.name),
        *[("KW", term["name"]) for term in record["keywords"]],
        ("LA", "en"),
        ("UR", site.canonical(address(record))),
        ("Y2", f"{day:%Y/%m/%d}/"),
        ("N1", f"Related article: DOI {doi}" if doi else ""),
        ("L3", links.doi_address(doi)),
    ]


def _line(text: str) -> str:
    return " ".join(text.split())


def _tex(text: str) -> str:
    return _line(text).translate(_TEX)
