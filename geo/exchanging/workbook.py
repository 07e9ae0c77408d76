"""XLSX: the incidents, a data dictionary, killed by first-level unit and week, and the facts of the export.

Every text is an inline string, which no spreadsheet takes for a formula.
"""

from __future__ import annotations

import zipfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape

from geo.exchanging.cells import records, to_json
from geo.exchanging.kml import clean
from geo.table.schema import INCIDENTS

if TYPE_CHECKING:
    import geopandas as gpd

_MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
LONGEST_CELL: Final = 32_767  # characters; a spreadsheet refuses a longer text
LETTERS: Final = 26
MOMENT: Final = (1980, 1, 1, 0, 0, 0)  # the zip format's first: the same rows give the same bytes

Sheet = tuple[str, Iterable[Sequence[object]]]


def write(incidents: gpd.GeoDataFrame, path: Path, facts: dict[str, Any]) -> None:
    """Write the workbook."""
    rows = list(records(incidents))
    names = [str(name) for name in incidents.columns if name != "geometry"]
    sheets: list[Sheet] = [
        ("Incidents", [names, *([row[name] for name in names] for row in rows)]),
        ("Columns", [("column", "type", "may be empty", "meaning"), *_dictionary()]),
        ("Killed by week", pivot(rows)),
        ("About", list(facts.items())),
    ]
    save(path, sheets)


def _dictionary() -> Iterable[Sequence[object]]:
    for column in INCIDENTS:
        if column.dtype != "geometry":
            yield column.name, column.dtype, "yes" if column.nullable else "no", column.meaning


def pivot(rows: Iterable[dict[str, Any]]) -> list[list[object]]:
    """Return incidents and killed by first-level unit (rows) and week (columns, by their Monday).

    >>> row = {"date_start": "2018-09-05", "admin1": "Idlib", "country_name": "Syria", "fatalities": 3}
    >>> pivot([row, row])[1:]
    [['Syria', 'Idlib', 'incidents', 2], ['Syria', 'Idlib', 'killed', 6]]
    """
    counts: dict[tuple[str, str], dict[str, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for row in rows:
        cell = counts[row["country_name"] or "", row["admin1"] or ""][_week(row["date_start"])]
        cell[0] += 1
        cell[1] += row["fatalities"] or 0
    weeks = sorted({week for unit in counts.values() for week in unit})
    table: list[list[object]] = [["country", "admin1", "what", *weeks]]
    for (country, admin1), unit in sorted(counts.items()):
        for number, what in enumerate(("incidents", "killed")):
            table.append([country, admin1, what, *(unit[week][number] if week in unit else 0 for week in weeks)])
    return table


def _week(day: str | None) -> str:
    if not day:
        return "undated"
    moment = date.fromisoformat(day)
    return (moment - timedelta(days=moment.weekday())).isoformat()


def save(path: Path, sheets: Sequence[Sheet]) -> None:
    """Write sheets as an XLSX file."""
    numbers = range(1, len(sheets) + 1)
    overrides = "".join(_override(f"worksheets/sheet{number}", "worksheet") for number in numbers)
    listed = "".join(
        f'<sheet name="{escape(name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, (name, _) in zip(numbers, sheets, strict=True)
    )
    links = "".join(_link(number, "worksheet", f"worksheets/sheet{number}.xml") for number in numbers)
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f"{_override('workbook', 'sheet.main')}{overrides}</Types>",
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f"{_link(1, 'officeDocument', 'xl/workbook.xml')}</Relationships>",
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}</Relationships>',
    }
    for number, (_, rows) in zip(numbers, sheets, strict=True):
        parts[f"xl/worksheets/sheet{number}.xml"] = _sheet(rows)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, MOMENT)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, _HEAD + text)


def _override(part: str, kind: str) -> str:
    return f'<Override PartName="/xl/{part}.xml" ContentType="{_TYPE}.{kind}+xml"/>'


def _link(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_LINKS}/{kind}" Target="{target}"/>'


def _sheet(rows: Iterable[Sequence[object]]) -> str:
    body = "".join(
        f'<row r="{number}">{"".join(_cell(value, column, number) for column, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    frozen = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    views = f'<sheetViews><sheetView workbookViewId="0">{frozen}</sheetView></sheetViews>'
    return f'<worksheet xmlns="{_MAIN}">{views}<sheetData>{body}</sheetData></worksheet>'


def _cell(value: object, column: int, row: int) -> str:
    if value is None or value == "":
        return ""
    place = f"{_letters(column)}{row}"
    if isinstance(value, bool):
        return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}"><v>{value!r}</v></c>'
    text = value if isinstance(value, str) else to_json(value)
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(clean(text[:LONGEST_CELL]))}</t></is></c>'


def _letters(column: int) -> str:
    """Return a column's letters: A for 0, AA for 26."""
    text = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, LETTERS)
        text = chr(ord("A") + rest) + text
    return text
