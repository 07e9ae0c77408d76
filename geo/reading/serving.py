"""The process that reads untrusted files: bytes on standard input, JSON on standard output; see `geo.reading.worker`.

Run by the worker alone. It limits itself before it looks at a file; the limits on memory and processor time are the
operating system's where it has them (Linux, macOS in part), the worker's clock holds everywhere.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from importlib import import_module
from pathlib import Path
from typing import Any

from geo.errors import ArticleError
from geo.reading.articles import read_source
from geo.reading.limits import Limits, megabytes
from geo.reading.source import Source


def serve() -> None:
    """Answer requests until the input ends. Each is a line of JSON (name, size, limits) and `size` bytes."""
    asked, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # a library that prints must not garble an answer
    _prepare()
    answers.write(b"ready\n")
    answers.flush()
    while line := asked.readline():
        head = json.loads(line)
        data = asked.read(head["size"])
        limits = Limits(**head["limits"])
        confine(limits)
        answer = json.dumps(answer_to(head["name"], data, limits)).encode()
        answers.write(f"{len(answer):019d}\n".encode() + answer)
        answers.flush()


def answer_to(name: str, data: bytes, limits: Limits) -> dict[str, Any]:
    """Return the articles and refusals of one file as JSON has them; whatever a reader raises is one refusal.

    >>> answer_to("a.txt", b"", Limits())["refused"][0][0]
    "the file is empty; delete it or put the article's text in"
    """
    try:
        reading = read_source(Source(name, data, limits))
        return {
            "articles": [asdict(article) for article in reading.articles],
            "refused": [list(_parts(fault)) for fault in reading.refused],
        }
    except MemoryError:
        words = f"reading it needs more than {megabytes(limits.memory_bytes)} of memory; split it, or save its text"
    return {"articles": [], "refused": [[words, name, None]]}


def confine(limits: Limits) -> None:
    """Set the limits on this process for the next file: on top of what it has used and holds already."""
    try:
        import resource
    except ImportError:  # Windows
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    cpu = math.ceil(used.ru_utime + used.ru_stime + limits.cpu_seconds)
    wanted = [(resource.RLIMIT_CPU, cpu), (resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0)]
    held = _address_space()
    if held is not None:
        wanted.append((resource.RLIMIT_AS, held + limits.memory_bytes))
    for kind, amount in wanted:
        _, hard = resource.getrlimit(kind)
        try:
            resource.setrlimit(kind, (amount if hard < 0 else min(amount, hard), hard))
        except (ValueError, OSError):  # a system that knows the name and not the thing
            continue


def _address_space() -> int | None:
    """Return the bytes of address space that this process holds, None where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return None
    return pages * os.sysconf("SC_PAGE_SIZE")


def _parts(fault: ArticleError) -> Iterator[Any]:
    """Return the words of a fault without its place, its path and its line."""
    where = fault.path if fault.line is None else f"{fault.path}, line {fault.line}"
    yield from (str(fault).removeprefix(f"{where}: "), fault.path, fault.line)


def _prepare() -> None:
    """Import now what the readers need, so that no file waits for it; an extra may be missing."""
    for name in ("charset_normalizer", "lxml.html", "trafilatura", "yaml", "pypdf", "feedparser"):
        with suppress(ImportError):
            import_module(name)
