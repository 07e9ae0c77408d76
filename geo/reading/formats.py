"""One reader per kind of file: bytes to records, each a mapping of an article's fields, or a fault beside the rest."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from geo.errors import ArticleError
from geo.reading.decoding import DecodingFault, decode, likely, mend_surrogates, refuse_binary
from geo.reading.frontmatter import KNOWN, FrontMatterFault, split
from geo.reading.limits import LimitFault, Limits, megabytes
from geo.reading.source import Source

COLUMNS: Final = ("id", "text", *KNOWN[1:])
SHOWN: Final = 12  # names of columns that a sentence lists


@dataclass(frozen=True, slots=True)
class Record:
    """One article as a file gives it: its raw fields, and where it stands there."""

    fields: Mapping[str, Any]
    where: Callable[[str], ArticleError]
    """Makes the error for this record from a message."""


Found = Record | ArticleError


def at(path: str, line: int | None = None, row: int | None = None) -> Callable[[str], ArticleError]:
    """Return what makes the error of a place in a file from a message."""

    def error(message: str) -> ArticleError:
        return ArticleError(message if row is None else f"row {row}: {message}", path=path, line=line)

    return error


def read_text(source: Source) -> Iterator[Found]:
    """Read a `.txt` or `.md` file: one article, with or without front matter."""
    try:
        fields, text = split(decode(source.read()))
    except (DecodingFault, FrontMatterFault) as fault:
        yield ArticleError(str(fault), path=source.name, line=fault.line)
        return
    yield Record({**{name: fields.get(name) for name in KNOWN}, "text": text}, at(source.name))


def read_html(source: Source) -> Iterator[Found]:
    """Read a saved web page: its main text, title, site, address and date."""
    from geo.reading.webpage import extract

    try:
        fields = extract(source.read())
    except DecodingFault as fault:
        yield ArticleError(str(fault), path=source.name, line=fault.line)
        return
    if fields is None:
        yield ArticleError("no article text was found in this page; save the text itself as .txt", path=source.name)
        return
    yield Record(fields, at(source.name))


def read_jsonl(source: Source) -> Iterator[Found]:
    """Read a file of JSON lines, one article each."""
    with source.open() as stream:
        yield from read_json_lines(stream, source.name)


def read_json_lines(stream: Iterable[bytes], name: str) -> Iterator[Found]:
    """Read JSON lines from a stream of bytes, one article each; a broken line does not stop the others."""
    for number, raw in enumerate(stream, start=1):
        line = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
        if not line.strip():
            continue
        yield _json_record(line, at(name, number))


def _json_record(line: bytes, error: Callable[[str], ArticleError]) -> Found:
    try:
        refuse_binary(line)
        value = json.loads(line.decode("utf-8").strip())
    except DecodingFault as fault:
        return error(str(fault))
    except UnicodeDecodeError as fault:
        return error(f"byte {line[fault.start]:#04x} is not UTF-8; {likely(line)}")
    except json.JSONDecodeError as fault:
        return error(f"this is no valid JSON ({fault.msg} at column {fault.colno}); write one object a line")
    except (RecursionError, ValueError):  # nested too deep, or a number of too many digits
        return error("this JSON is nested too deep or holds a number too long; write one flat object a line")
    if not isinstance(value, dict):
        return error('this line is no JSON object; write it as {"id": ..., "text": ...}')
    if "text" not in value:
        return error('the column "text" is missing; each line needs one')
    return Record(value, error)


def read_csv(source: Source) -> Iterator[Found]:
    """Read a table of articles separated by commas, semicolons or tabs, its columns named in the first line."""
    data = source.read()
    try:
        if not data.strip():
            decode(data)
        refuse_binary(data)
    except DecodingFault as fault:
        yield ArticleError(str(fault), path=source.name)
        return
    # Bytes that are no UTF-8 become surrogates, so that only the rows that hold them are refused.
    text = data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "surrogateescape")
    head = text.splitlines()[0]
    delimiter = max(",;\t", key=lambda mark: ("text" in _names(next(csv.reader([head], delimiter=mark))), mark == ","))
    yield from _csv_records(text, data, delimiter, source)


def _csv_records(text: str, data: bytes, delimiter: str, source: Source) -> Iterator[Found]:
    csv.field_size_limit(sys.maxsize)  # an article may be longer than the module's 128 KiB
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    names = _names(next(reader))
    if len(names) > source.limits.columns:
        yield ArticleError(too_wide(len(names), source.limits), path=source.name, line=1)
        return
    if "text" not in names:
        yield ArticleError(
            f'the column "text" is missing; the first line names {", ".join(names[:SHOWN])}', path=source.name, line=1
        )
        return
    line = reader.line_num + 1
    try:
        for cells in reader:
            error, line = at(source.name, line), reader.line_num + 1
            if not any(cells):
                continue
            if len(cells) != len(names):
                yield error(f"this row has {len(cells)} cells, the first line names {len(names)}; quote its text")
            elif any("\udc80" <= char <= "\udcff" for cell in cells for char in cell if not cell.isascii()):
                yield error(f"this row is not UTF-8; {likely(data)}")
            else:
                yield Record(dict(zip(names, cells, strict=True)), error)
    except csv.Error as fault:
        yield at(source.name, line)(f"this is no valid CSV ({fault}); quote cells that hold line breaks or quotes")


def _names(cells: Iterable[str]) -> list[str]:
    return [cell.strip().lower() for cell in cells]


def read_parquet(source: Source) -> Iterator[Found]:
    """Read a Parquet table of articles."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        with source.open() as stream:
            table = pq.ParquetFile(stream)
            names = table.schema_arrow.names
            fault = _too_large(table.metadata, source.limits)
            if fault is None and "text" not in names:
                fault = f'the column "text" is missing; the table has {", ".join(names[:SHOWN])}'
            if fault is not None:
                yield ArticleError(fault, path=source.name)
                return
            rows = table.read(columns=[name for name in COLUMNS if name in names]).to_pylist()
    except (pa.ArrowException, OSError) as error:
        words = (str(error).splitlines() or [type(error).__name__])[0]
        yield ArticleError(f"this is no readable Parquet file ({words})", path=source.name)
        return
    for number, row in enumerate(rows, start=1):
        yield Record(row, at(source.name, row=number))


def _too_large(metadata: Any, limits: Limits) -> str | None:  # noqa: ANN401 -- pyarrow has no types
    """Return what a Parquet file claims to hold beyond its limits."""
    size = sum(metadata.row_group(number).total_byte_size for number in range(metadata.num_row_groups))
    if metadata.num_columns > limits.columns:
        return too_wide(metadata.num_columns, limits)
    if size > limits.unpacked_bytes:
        return f"it unpacks to {megabytes(size)}, the limit is {megabytes(limits.unpacked_bytes)}; split it"
    return None


def too_wide(columns: int, limits: Limits) -> str:
    """Return the sentence for a table of too many columns."""
    return f"it has {columns:,} columns, the limit is {limits.columns:,}; keep id, text and what you need beside them"


def read_word(source: Source) -> Iterator[Found]:
    """Read a Word document."""
    from geo.reading import word

    try:
        fields = word.extract(source.read(), source.limits)
    except (word.WordFault, LimitFault) as fault:
        yield ArticleError(str(fault), path=source.name)
        return
    yield Record(fields, at(source.name))


def read_pdf(source: Source) -> Iterator[Found]:
    """Read a PDF."""
    from geo.reading import portable

    try:
        fields = portable.extract(source.read(), source.limits)
    except (portable.PdfFault, LimitFault) as fault:
        yield ArticleError(str(fault), path=source.name)
        return
    yield Record(fields, at(source.name))


def read_feed(source: Source) -> Iterator[Found]:
    """Read a news feed: each entry an article."""
    from geo.reading import feeds

    try:
        for number, fields in enumerate(feeds.entries(source.read()), start=1):
            yield Record(fields, at(source.name, row=number))
    except (feeds.FeedFault, LimitFault) as fault:
        yield ArticleError(str(fault), path=source.name)


READERS: Final[dict[str, Callable[[Source], Iterator[Found]]]] = {
    ".txt": read_text,
    ".md": read_text,
    ".html": read_html,
    ".htm": read_html,
    ".jsonl": read_jsonl,
    ".csv": read_csv,
    ".parquet": read_parquet,
    ".docx": read_word,
    ".pdf": read_pdf,
    ".rss": read_feed,
    ".atom": read_feed,
    ".xml": read_feed,
}
"""The reader of each file ending. A new format is one function and one line here."""

__all__ = ["COLUMNS", "READERS", "Found", "Record", "mend_surrogates", "read_json_lines"]
