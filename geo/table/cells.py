"""One value as JSON or as a CSV cell, and back."""

from __future__ import annotations

import json
import re
from typing import Any, Final

_LINE_ENDS: Final = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")


def to_json(value: object) -> str:
    r"""Return JSON on one line, Unicode as it is; numbers that JSON does not know are an error, not `NaN`.

    The three characters beyond ASCII that some readers take for line ends are escaped: a line stays a line.

    >>> to_json({"a": "é\u2028"})
    '{"a": "é\\u2028"}'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, default=native)
    return text.translate(_LINE_ENDS)


def native(value: Any) -> Any:  # noqa: ANN401 -- any cell
    """Return a NumPy scalar as Python's own, anything else as it is."""
    return value.item() if hasattr(value, "item") and getattr(value, "shape", None) == () else value


def csv_cell(value: object) -> str:
    """Return a value as the text of a CSV cell that no spreadsheet takes for a formula.

    A text that begins like one gets an apostrophe in front, and so does one that begins with apostrophes before such
    a sign: `from_csv_cell` can then take exactly one away.

    >>> csv_cell("=SUM(A1)"), csv_cell(-3.5), csv_cell(None), csv_cell(True), csv_cell(["a"])
    ("'=SUM(A1)", '-3.5', '', 'true', '["a"]')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    text = value if isinstance(value, str) else to_json(value)
    return f"'{text}" if _FORMULA.match(text) else text


def from_csv_cell(text: str) -> str | None:
    """Return the text that `csv_cell` was given; an empty cell is None.

    >>> from_csv_cell("'=SUM(A1)"), from_csv_cell("'tis"), from_csv_cell("")
    ('=SUM(A1)', "'tis", None)
    """
    if not text:
        return None
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text
