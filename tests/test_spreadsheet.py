"""Workbooks written row by row open like any other, with numbers, days and texts as what they are."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from cme_catalog.lib import spreadsheet
from cme_catalog.lib.spreadsheet import Cell, workbook
from cme_catalog.lib.xml_text import fit

texts = st.text(max_size=30).map(fit)
cells = st.one_of(
    texts,
    st.none(),
    st.integers(0, 10**12),
    st.decimals(0, 10**6, places=2),
    st.dates(date(1900, 3, 1), date(9999, 12, 31)),
)


def opened(rows: list[list[Cell]], header: tuple[str, ...] = ("A", "B")) -> list[Worksheet]:
    body = b"".join(workbook("Activities", header, rows, len(rows)))
    return list(load_workbook(BytesIO(body)).worksheets)


def value(cell: Any) -> Cell:
    return cell.value.date() if isinstance(cell.value, datetime) else cell.value


@given(rows=st.lists(st.tuples(cells, cells).map(list), max_size=5))
@settings(max_examples=60)
def test_every_cell_reads_back_as_what_it_was(rows: list[list[Cell]]) -> None:
    (sheet,) = opened(rows)
    assert [cell.value for cell in sheet[1]] == ["A", "B"]
    for number, row in enumerate(rows, 2):
        for at, expected in enumerate(row, 1):
            found = value(sheet.cell(number, at))
            assert found == (None if expected == "" else float(expected) if isinstance(expected, Decimal) else expected)


@pytest.mark.parametrize("text", ["=1+1", "+1", "@x", '=HYPERLINK("http://x")', "-2"])
def test_text_like_a_formula_is_a_text_and_stays_one_when_edited(text: str) -> None:
    (sheet,) = opened([[text, "plain"]])
    cell, plain = sheet["A2"], sheet["B2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert not plain.quotePrefix


def test_numbers_and_days_are_typed() -> None:
    (sheet,) = opened([[Decimal("1.25"), date(2027, 7, 15)]])
    assert (sheet["A2"].data_type, sheet["B2"].is_date) == ("n", True)
    assert sheet["B2"].number_format.replace("\\", "") == "yyyy-mm-dd"


def test_day_before_spreadsheets_count_is_a_text() -> None:
    (sheet,) = opened([[date(1899, 1, 1), None]])
    assert sheet["A2"].value == "1899-01-01"


def test_markup_and_line_breaks_are_text() -> None:
    (sheet,) = opened([["</t><b>&amp;\r\nx", " spaces "]])
    assert [cell.value for cell in sheet[2]] == ["</t><b>&amp;\r\nx", " spaces "]


def test_text_longer_than_a_cell_ends_in_an_ellipsis() -> None:
    (sheet,) = opened([["x" * 40_000, None]])
    assert len(sheet["A2"].value) == spreadsheet.LONGEST
    assert sheet["A2"].value.endswith("x…")


def test_columns_go_on_after_z() -> None:
    header = tuple(str(number) for number in range(60))
    (sheet,) = opened([list(header)], header)
    assert [cell.value for cell in sheet[2]] == list(header)


def test_long_table_takes_several_sheets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spreadsheet, "ROWS_OF_A_SHEET", 2)
    sheets = opened([[number, None] for number in range(5)])
    assert [sheet.title for sheet in sheets] == ["Activities", "Activities 2", "Activities 3"]
    assert [[sheet["A1"].value, *(cell.value for cell in sheet["A"][1:])] for sheet in sheets] == [
        ["A", 0, 1],
        ["A", 2, 3],
        ["A", 4],
    ]


def test_first_bytes_leave_before_the_last_row_is_read() -> None:
    read = []

    def rows() -> Iterator[list[Cell]]:
        for number in range(1000):
            read.append(number)
            yield [number, "x"]

    stream = workbook("Activities", ("A", "B"), rows(), 1000)
    assert next(stream).startswith(b"PK")
    assert len(read) < 300
