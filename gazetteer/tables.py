"""Rows of a table that a user brings: CSV of any usual encoding and separator, or the first sheet of a workbook."""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from xml.etree import ElementTree as ET  # the parser does not expand outside entities

from gazetteer.errors import BadGazetteerFile

SHEET: Final = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LARGEST_CELL: Final = 1 << 20

Row = tuple[int, list[str]]


def rows(path: Path) -> Iterator[Row]:
    """Yield a table's rows, each with its line, the header first; rows of HXL tags (#adm1+name) and empty ones go.

    Raises:
        BadGazetteerFile: the file is not there, or not a table.
    """
    if not path.is_file():
        raise BadGazetteerFile("there is no such file", path=path)
    source = _sheet(path) if path.suffix.lower() in (".xlsx", ".xlsm") else _csv(path)
    for line, cells in source:
        told = [cell for cell in cells if cell.strip()]
        if told and not all(cell.lstrip().startswith("#") for cell in told):
            yield line, cells


def _csv(path: Path) -> Iterator[Row]:
    csv.field_size_limit(LARGEST_CELL)
    with path.open("rb") as binary:
        head = binary.read(65_536)
    if b"\0" in head:
        raise BadGazetteerFile("expected a table in text form (CSV), found a binary file", path=path)
    first = head.decode("utf-8", "replace").partition("\n")[0]
    separator = max(",;\t|", key=first.count)
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.reader(file, delimiter=separator)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except UnicodeDecodeError as fault:
            raise BadGazetteerFile(
                f"expected UTF-8, found byte {fault.object[fault.start]:#04x}; save the table as UTF-8",
                path=path,
                line=reader.line_num + 1,
            ) from None
        except csv.Error as fault:
            raise BadGazetteerFile(f"no readable table: {fault}", path=path, line=reader.line_num) from None


def _sheet(path: Path) -> Iterator[Row]:
    """Yield the rows of a workbook's first sheet (Office Open XML, ECMA-376 part 1, 18.3)."""
    try:
        with zipfile.ZipFile(path) as book:
            texts = list(_texts(book))
            sheet = min((name for name in book.namelist() if name.startswith("xl/worksheets/sheet")), key=_natural)
            with book.open(sheet) as file:
                for _, element in ET.iterparse(file):  # noqa: S314 -- expat refuses entity bombs
                    if element.tag == SHEET + "row":
                        yield int(element.get("r", "0")), _cells(element, texts)
                        element.clear()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, ET.ParseError) as fault:
        raise BadGazetteerFile(f"expected a workbook (.xlsx), found something else: {fault}", path=path) from None


def _texts(book: zipfile.ZipFile) -> Iterator[str]:
    if "xl/sharedStrings.xml" in book.namelist():
        with book.open("xl/sharedStrings.xml") as file:
            for _, element in ET.iterparse(file):  # noqa: S314 -- expat refuses entity bombs
                if element.tag == SHEET + "si":
                    yield "".join(part.text or "" for part in element.iter(SHEET + "t"))
                    element.clear()


def _cells(row: ET.Element, texts: list[str]) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(SHEET + "c"):
        column = _column(cell.get("r", ""), len(cells))
        cells += [""] * (column - len(cells))
        value = cell.findtext(SHEET + "v") or "".join(part.text or "" for part in cell.iter(SHEET + "t"))
        cells.append(texts[int(value)] if cell.get("t") == "s" else value)
    return cells


def _column(reference: str, default: int) -> int:
    """Return the position of a cell's column: A is 0, AA is 26."""
    letters = re.match(r"[A-Z]+", reference)
    if letters is None:
        return default
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _natural(name: str) -> tuple[int, str]:
    return len(name), name
