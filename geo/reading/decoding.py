"""Bytes to text: UTF-8 or a sentence. Another encoding is named, never guessed in silence."""

from __future__ import annotations

import codecs
import re
from typing import Final

SIGNATURES: Final[dict[bytes, str]] = {
    b"%PDF-": "a PDF; give it the ending .pdf",
    b"PK\x03\x04": "a zip archive or office document; give a Word document the ending .docx, unpack others",
    b"\xd0\xcf\x11\xe0": "an office document; save its text as .txt",
    b"\x89PNG": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"\x1f\x8b": "a gzip archive; unpack it first",
    b"PAR1": "a Parquet file; give it the ending .parquet",
    b"SQLite format 3": "a database",
    b"MZ\x90\0": "a Windows program",
    b"\x7fELF": "a program",
}
"""How files that are not text begin, and what to do with them."""

UTF16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
IN_USE: Final = (
    *("cp1252", "cp1250", "cp1251", "cp1256", "cp1254", "cp1253", "cp1255", "cp1257", "koi8_r", "utf_16"),
    *("gb18030", "big5", "shift_jis", "euc_jp", "euc_kr"),
)
"""Encodings in which news texts are still found, the commonest first; others fit by chance."""

SAMPLE: Final = 65_536  # bytes that are looked at to name an encoding
CONTROL_SHARE: Final = 0.02  # more control characters than this, and it is no text
_CONTROLS: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f]")
_LONE_SURROGATE: Final = re.compile(r"[\ud800-\udfff]")


class DecodingFault(ValueError):
    """The bytes are no UTF-8 text; the message says what they are and the cure."""

    def __init__(self, message: str, *, line: int | None = None) -> None:
        super().__init__(message)
        self.line = line


def decode(data: bytes) -> str:
    r"""Return the text of a file, its byte-order mark removed and its line ends kept.

    Raises:
        DecodingFault: it is empty, binary, or in another encoding.

    >>> decode(b"\xef\xbb\xbfAir raids\r\n")
    'Air raids\r\n'
    """
    if not data.strip():
        raise DecodingFault("the file is empty; delete it or put the article's text in")
    refuse_binary(data)
    try:
        return _checked(data.removeprefix(codecs.BOM_UTF8).decode("utf-8"))
    except UnicodeDecodeError as fault:
        raise other_encoding(data, fault.start) from None


def refuse_binary(data: bytes) -> None:
    """Raise a DecodingFault if the bytes are an image, an archive or the like."""
    for signature, cure in SIGNATURES.items():
        if data.startswith(signature):
            raise DecodingFault(f"this is no text but {cure}")
    if data.startswith(UTF16):
        raise DecodingFault(_convert("UTF-16"))
    if b"\0" in data[:SAMPLE]:
        raise DecodingFault("this is no text but a binary file; save its text as .txt in UTF-8")


def _checked(text: str) -> str:
    head = text[:SAMPLE]
    if len(_CONTROLS.findall(head)) > CONTROL_SHARE * len(head):
        raise DecodingFault("this is no text but a binary file; save its text as .txt in UTF-8")
    return text


def other_encoding(data: bytes, offset: int) -> DecodingFault:
    """Return the fault of bytes that are no UTF-8 from `offset` on, with the encoding that they seem to be in."""
    line = data.count(b"\n", 0, offset) + 1
    return DecodingFault(f"byte {data[offset]:#04x} is not UTF-8; {likely(data)}", line=line)


def likely(data: bytes) -> str:
    """Return the words that name the likely encodings of bytes and the cure.

    Code pages of Latin letters often fit alike and differ in a few accents: then all that fit are named, the
    commonest first, and the reader is told to look at the result.

    >>> "cp1252 (or cp1250" in likely("señaló el ejército, murió una niña en Alcalá".encode("cp1252"))
    True
    """
    from charset_normalizer import from_bytes

    matches = from_bytes(data[:SAMPLE], cp_isolation=list(IN_USE))
    best = matches.best()
    if best is None:
        return "no other encoding fits either; save the file anew as UTF-8"
    alike = [match for match in matches if match.chaos <= best.chaos]  # its sense of language errs on short texts
    fitting = {name for match in alike for name in match.could_be_from_charset}
    return _convert(*(name.replace("_", "-") for name in IN_USE if name in fitting))


def _convert(encoding: str, *others: str) -> str:
    rest = f" (or {', '.join(others)})" if others else ""
    look = ", and look whether the accents are right" if others else ""
    return f"it looks like {encoding}{rest}; convert it with: iconv -f {encoding} -t UTF-8 FILE{look}"


def mend_surrogates(text: str) -> tuple[str, bool]:
    r"""Return the text with each half of a broken surrogate pair replaced by U+FFFD, and whether there was one.

    JSON can spell such halves (`"\ud83d"`), but no file can hold them. One code point stands for one: offsets stay.

    >>> mend_surrogates("a\ud83d")
    ('a\ufffd', True)
    """
    mended, count = _LONE_SURROGATE.subn("\ufffd", text)
    return mended, count > 0
