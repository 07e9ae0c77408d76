"""The article in a PDF: its lines in text order, joined to paragraphs; running heads and page numbers left out."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Sequence
from typing import Final

from geo.reading.limits import LimitFault, Limits
from geo.reading.word import usable_title

_NUMBER: Final = re.compile(r"(?:page\s+)?[-–]?\s*(\d{1,4})\s*[-–]?(?:\s*(?:/|of)\s*\d{1,4})?", re.IGNORECASE)
_STOP: Final = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FULL: Final = 0.85  # of the usual width: a shorter line with a stop at its end closes its paragraph
_REPEATS: Final = 3  # pages on which a line must stand to be a running head


class PdfFault(ValueError):
    """It is no PDF that can be read; the message says why."""


def extract(data: bytes, limits: Limits) -> dict[str, str | None]:
    """Return the text and title of a PDF.

    Raises:
        PdfFault: it is none, damaged, locked, a picture of text, or the package that reads PDFs is missing.
        LimitFault: it has too many pages.
    """
    try:
        import pypdf
        import pypdf.errors
    except ModuleNotFoundError:
        raise PdfFault(
            "reading PDFs needs one more package; install it with: pip install 'dateline[documents]'"
        ) from None
    if b"%PDF-" not in data[:1024]:
        raise PdfFault("this is no PDF; give it the ending of what it is, or save its text as .txt")
    try:
        pages, title = _pages(data, limits)
    except (PdfFault, LimitFault, MemoryError):
        raise
    except pypdf.errors.LimitReachedError:
        raise LimitFault("it unpacks to far more than its size; save its text as .txt") from None
    except Exception:  # noqa: BLE001 -- a damaged PDF raises anything at all
        raise PdfFault("this PDF is damaged or locked; open it and save it anew, or save its text as .txt") from None
    text = joined(pages)
    if not text.strip():
        raise PdfFault("this PDF holds no text (a scan?); recognise its text first (OCR), then save it as .txt")
    return {"text": text, "title": usable_title(title if isinstance(title, str) else None)}


def _pages(data: bytes, limits: Limits) -> tuple[list[str], object]:
    """Return the text of each page, and the title that the PDF tells of itself."""
    import pypdf

    document = pypdf.PdfReader(io.BytesIO(data))
    if document.is_encrypted and not document.decrypt(""):
        raise PdfFault("this PDF is locked by a password; take that off or save its text as .txt")
    if len(document.pages) > limits.pages:
        raise LimitFault(f"it has {len(document.pages):,} pages, the limit is {limits.pages:,}; split it")
    title = document.metadata.title if document.metadata is not None else None
    return [page.extract_text() or "" for page in document.pages], title


def joined(pages: Sequence[str]) -> str:
    r"""Return the text of pages: hyphened words joined, lines made paragraphs with a blank line between.

    >>> joined(["Rebels shelled the north-\nern towns of the\nprovince on Monday.\n1"])
    'Rebels shelled the northern towns of the province on Monday.'
    """
    kept = _without_frames([[line.strip() for line in page.splitlines()] for page in pages])
    known = Counter(re.findall(r"[\w-]+", " ".join(line for lines in kept for line in lines).lower()))
    widths = sorted(len(line) for lines in kept for line in lines if line)
    usual = widths[len(widths) * 3 // 4] if widths else 0
    paragraphs: list[str] = []
    now = last = ""
    for line in (line for lines in kept for line in lines):
        if not line or (_STOP.search(now) and len(last) < _FULL * usual):
            if now:
                paragraphs.append(now)
            now = ""
        if line:
            now = _append(now, line, known)
            last = line
    return "\n\n".join([*paragraphs, now] if now else paragraphs)


def _append(now: str, line: str, known: Counter[str]) -> str:
    """Join a line to what stands before it; a hyphen at the end of a line goes unless the word is known with it."""
    if not now:
        return line
    head, tail = re.search(r"([^\W\d_]+)[-\u2010\u00ad]$", now), re.match(r"[^\W\d_]+", line)
    if head is None or tail is None or not tail.group()[0].islower():
        return f"{now[:-1] if now.endswith(chr(0xAD)) else now} {line}"
    whole, split = head.group(1) + tail.group(), f"{head.group(1)}-{tail.group()}"
    keep = not now.endswith(chr(0xAD)) and known[split.lower()] > 0 and known[whole.lower()] == 0
    return f"{now}{line}" if keep else f"{now[:-1]}{line}"


def _without_frames(pages: Sequence[list[str]]) -> list[list[str]]:
    """Drop what is surely not the article: page numbers that count up, first or last lines that most pages share."""
    heads = Counter(_shape(line) for lines in pages for line in set(_edges(lines)))
    least = max(_REPEATS, len(pages) // 2 + 1)
    numbers = [_numbers(lines) for lines in pages]
    result = []
    for index, lines in enumerate(pages):
        full = [place for place, line in enumerate(lines) if line]
        edges = {full[0], full[-1]} if full else set()
        neighbours = (numbers[index - 1] if index else set(), numbers[index + 1] if index + 1 < len(pages) else set())

        def counts_up(line: str, index: int = index, near: tuple[set[int], set[int]] = neighbours) -> bool:
            found = _NUMBER.fullmatch(line)
            number = int(found.group(1)) if found else -1
            return found is not None and (number == index + 1 or number - 1 in near[0] or number + 1 in near[1])

        result.append(
            [
                line
                for place, line in enumerate(lines)
                if not (place in edges and (heads[_shape(line)] >= least or counts_up(line)))
            ]
        )
    return result


def _edges(lines: Sequence[str]) -> list[str]:
    """Return a page's first and last line that hold something."""
    full = [line for line in lines if line]
    return [*full[:1], *full[-1:]] if full else []


def _shape(line: str) -> str:
    return re.sub(r"\d+", "0", line.lower())


def _numbers(lines: Sequence[str]) -> set[int]:
    return {int(found.group(1)) for line in _edges(lines) if (found := _NUMBER.fullmatch(line))}
