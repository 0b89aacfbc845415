"""A workbook (Office Open XML) written row by row into a stream: its first bytes leave before its last row is read.

Texts are inline strings and therefore never formulas. One that begins like a formula also carries the mark by which
a spreadsheet keeps it a text when somebody edits the cell.
"""

import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from itertools import islice
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZipFile

from cme_catalog.lib.batches import batched
from cme_catalog.lib.cells import is_dangerous

Cell = str | int | Decimal | date | None

ROWS_OF_A_SHEET = 200_000
"""A sheet may have a million rows, but a part of the file no more than two gigabytes."""
LONGEST = 32_767
"""Characters that a cell may hold."""
AT_ONCE = 200

_DAY_ZERO = date(1899, 12, 30)
_FIRST_DAY = date(1900, 3, 1)
"""Earlier days have no number that every spreadsheet reads alike."""
_DAY, _QUOTED, _BOLD = 1, 2, 3
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

_PLAIN = 'fontId="0" fillId="0" borderId="0" xfId="0"'
_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
    '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="4"><xf numFmtId="0" {_PLAIN}/><xf numFmtId="164" {_PLAIN} applyNumberFormat="1"/>'
    f'<xf numFmtId="0" {_PLAIN} quotePrefix="1"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_SHEET_HEAD = (
    f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
    ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
)


class _Stream:
    """Takes what the archive writes until it is passed on; it cannot be wound back, and says so by what it lacks."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self._parts.append(bytes(part))
        return len(part)

    def flush(self) -> None: ...

    def taken(self) -> bytes:
        parts, self._parts = self._parts, []
        return b"".join(parts)


def workbook(name: str, header: Sequence[str], rows: Iterable[Sequence[Cell]], count: int) -> Iterator[bytes]:
    """The bytes of a workbook. `count` is how many rows there are at most; each sheet begins with the header.

    The name of a sheet has at most 25 characters, none of them special. Texts must be fit for XML; one that is longer
    than a cell may hold ends in "…".
    """
    stream, waiting = _Stream(), iter(rows)
    sheets = range(1, max(1, -(-count // ROWS_OF_A_SHEET)) + 1)
    with ZipFile(cast(IO[bytes], stream), "w", ZIP_DEFLATED, compresslevel=zlib.Z_BEST_SPEED) as archive:
        for path, text in _frame(name, sheets):
            archive.writestr(path, text)
        for number in sheets:
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as sheet:
                for part in _sheet(header, islice(waiting, ROWS_OF_A_SHEET)):
                    sheet.write(part.encode())
                    yield stream.taken()
    yield stream.taken()


def _frame(name: str, sheets: range) -> Iterator[tuple[str, str]]:
    """The small parts of the archive: what is in it, and how the parts belong together."""
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{one}.xml" ContentType="{_KIND}.worksheet+xml"/>' for one in sheets
    )
    yield (
        "[Content_Types].xml",
        f'{_HEAD}<Types xmlns="{_TYPES}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package'
        '.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{types}</Types>',
    )
    yield "_rels/.rels", _relations([("officeDocument", "xl/workbook.xml")])
    names = "".join(
        f'<sheet name="{escape(name)}{f" {one}" if one > 1 else ""}" sheetId="{one}" r:id="rId{one}"/>'
        for one in sheets
    )
    yield (
        "xl/workbook.xml",
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}"><sheets>{names}</sheets></workbook>',
    )
    parts = [("worksheet", f"worksheets/sheet{one}.xml") for one in sheets]
    yield "xl/_rels/workbook.xml.rels", _relations([*parts, ("styles", "styles.xml")])
    yield "xl/styles.xml", _STYLES


def _relations(targets: Iterable[tuple[str, str]]) -> str:
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{inner}</Relationships>'


def _sheet(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[str]:
    letters = [_letters(number) for number in range(1, len(header) + 1)]
    top = "".join(_text(f"{letter}1", title, _BOLD) for letter, title in zip(letters, header, strict=True))
    yield f'{_SHEET_HEAD}<row r="1">{top}</row>'
    for some in batched(enumerate(rows, 2), AT_ONCE):
        yield "".join([_row(number, row, letters) for number, row in some])
    yield "</sheetData></worksheet>"


def _row(number: int, row: Sequence[Cell], letters: Sequence[str]) -> str:
    cells = [_cell(f"{letter}{number}", value) for letter, value in zip(letters, row, strict=True) if value is not None]
    return f'<row r="{number}">{"".join(cells)}</row>'


def _cell(place: str, value: Cell) -> str:
    if isinstance(value, str):
        return _text(place, value, _QUOTED if is_dangerous(value) else 0) if value else ""
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return _text(place, value.isoformat(), 0)
        return f'<c r="{place}" s="{_DAY}"><v>{(value - _DAY_ZERO).days}</v></c>'
    return f'<c r="{place}"><v>{value}</v></c>'


def _text(place: str, text: str, style: int) -> str:
    short = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    inner = escape(short, quote=False).replace("\r", "&#13;")
    return f'<c r="{place}" t="inlineStr" s="{style}"><is><t xml:space="preserve">{inner}</t></is></c>'


def _letters(number: int) -> str:
    """The name of a column: A, …, Z, AA, …"""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
