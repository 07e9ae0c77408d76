"""Untrusted files are read in a process of its own, with limits on time and memory, that can die without harm.

The process gets no secrets (an emptied environment), no path to open and no file to write: bytes go in, JSON comes
out. One process is started ahead, so that an ordinary upload waits for no imports; it serves one call and ends.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from typing import IO, Any, Final

from geo.errors import ArticleError
from geo.reading.article import Article
from geo.reading.articles import Reading, without_doubles
from geo.reading.limits import MIB, Limits, megabytes
from geo.reading.source import safe_name

__all__ = ["close", "read_all_safely", "read_safely", "warm"]

_START: Final = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from geo.reading.serving import serve; serve()"
)
_KEPT: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "SYSTEMROOT", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
_SET: Final = {"ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "1", "OMP_NUM_THREADS": "1"}
"""Allocators that reserve address space ahead would use up the limit on it."""
_AT_ONCE: Final = 2  # processes that read at one time; more callers wait
_START_SECONDS: Final = 60.0  # a start on a slow, busy machine is not the file's fault
_REPLY_ROOM: Final = 8 * MIB
Progress = Callable[[int, int, str], None]


def read_safely(name: str, data: bytes, *, limits: Limits | None = None) -> Reading:
    """Read one untrusted file, named as its sender calls it, in a process of its own.

    Nothing in it can stop the caller: what takes too long, too much memory or ends the process is one refusal.

    >>> read_safely("../a.txt", b"Air raids killed 13.").articles[0].path
    'a.txt'
    >>> read_safely("a.exe", b"MZ").refused[0].args[0].partition(";")[0]
    'a.exe: the ending .exe is unknown'
    """
    return read_all_safely([(name, data)], limits=limits)


def read_all_safely(
    files: Iterable[tuple[str, bytes]], *, limits: Limits | None = None, progress: Progress | None = None
) -> Reading:
    """Read untrusted files (name, content); a file that is refused does not stop the others.

    Args:
        files: what was sent; of two articles with one id the second is refused.
        limits: for each file; those of the environment by default.
        progress: called after each file with (done, total, name); what it raises (a cancel) ends the reading.
    """
    allowed = Limits.from_environment() if limits is None else limits
    listed = [(safe_name(name), data) for name, data in files]
    articles: list[Article] = []
    refused: list[ArticleError] = []
    with _session() as session:
        for number, (name, data) in enumerate(listed, start=1):
            reading = session.read(name, data, allowed)
            articles += reading.articles
            refused += reading.refused
            if progress is not None:
                progress(number, len(listed), name)
    return without_doubles(articles, refused)


class _Process:
    """One reading process; `request` gives its answer, or None where it died."""

    def __init__(self) -> None:
        environment = {name: os.environ[name] for name in _KEPT if name in os.environ}
        self._process = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-I", "-c", _START, json.dumps([os.path.abspath(path) for path in sys.path])],  # noqa: PTH100 -- may be ""
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**environment, **_SET},
            start_new_session=True,
        )
        self.overdue = False

    @property
    def _pipes(self) -> tuple[IO[bytes], IO[bytes]]:
        into, out = self._process.stdin, self._process.stdout
        if into is None or out is None:  # never with PIPE
            raise OSError("no pipes")
        return into, out

    def ready(self) -> bool:
        """Wait until it has imported what it needs; whether it lives."""
        return self._within(_START_SECONDS, self._pipes[1].readline) == b"ready\n"

    def request(self, head: Mapping[str, Any], data: bytes, *, seconds: float, largest: int) -> bytes | None:
        """Send a file and wait for the answer; None where the process died or its time is over."""

        def talk() -> bytes | None:
            into, out = self._pipes
            into.write(json.dumps(head).encode() + b"\n")
            into.write(data)
            into.flush()
            size = out.readline(20)
            if not size.strip().isdigit() or int(size) > largest:
                return None
            answer = out.read(int(size))
            return answer if len(answer) == int(size) else None

        return self._within(seconds, talk)

    def _within(self, seconds: float, talk: Callable[[], bytes | None]) -> bytes | None:
        """Run a talk; at the end of the time the process is killed, which ends any wait on its pipes."""
        timer = threading.Timer(seconds, self._end_late)
        timer.daemon = True
        timer.start()
        try:
            return talk()
        except OSError:  # it died while it was written to
            return None
        finally:
            timer.cancel()

    def _end_late(self) -> None:
        self.overdue = True
        self._process.kill()

    def end(self) -> int:
        """End the process and return its status; negative: the signal that ended it."""
        for pipe in self._pipes:
            try:
                pipe.close()
            except OSError:  # what was not yet written has no reader
                continue
        try:
            self._process.wait(timeout=0.5)
        except subprocess.TimeoutExpired:
            self._process.kill()
        return self._process.wait()


class _Pool:
    """The one process that is started ahead, and the count of those at work."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._spare: _Process | None = None
        self.room = threading.BoundedSemaphore(_AT_ONCE)

    def take(self) -> _Process:
        with self._lock:
            spare, self._spare = self._spare, None
        return spare if spare is not None else _Process()

    def refill(self) -> None:
        with self._lock:
            if self._spare is None:
                self._spare = _Process()

    def clear(self) -> None:
        with self._lock:
            spare, self._spare = self._spare, None
        if spare is not None:
            spare.end()


_POOL: Final = _Pool()


def warm() -> None:
    """Start a process ahead, so that the first file need not wait for one."""
    _POOL.refill()


def close() -> None:
    """End the process that waits; the next file starts another."""
    _POOL.clear()


atexit.register(close)


class _Session:
    """The files of one call: they share a process until one of them ends it."""

    def __init__(self) -> None:
        self._process: _Process | None = None

    def read(self, name: str, data: bytes, limits: Limits) -> Reading:
        if len(data) > limits.file_bytes:
            words = f"it has {megabytes(len(data))}, the limit is {megabytes(limits.file_bytes)}; split it"
            return _refusal(name, words)
        if self._process is None:
            self._process = _POOL.take()
            if not self._process.ready():
                self.end()
                return _refusal(name, "the process that reads files could not be started; try again")
        head = {"name": name, "size": len(data), "limits": asdict(limits)}
        answer = self._process.request(
            head, data, seconds=limits.wall_seconds, largest=limits.unpacked_bytes + _REPLY_ROOM
        )
        if answer is not None:
            return _reading(answer, name)
        overdue = self._process.overdue
        status = self.end()
        return _refusal(name, _why(status, limits, overdue=overdue))

    def end(self) -> int:
        """End the process, if there is one, and return its status."""
        process, self._process = self._process, None
        return 0 if process is None else process.end()

    def leave(self) -> None:
        """Let the process end by itself; whoever waits for articles need not wait for that."""
        process, self._process = self._process, None
        if process is not None:
            threading.Thread(target=process.end, daemon=True).start()


@contextmanager
def _session() -> Iterator[_Session]:
    session = _Session()
    with _POOL.room:
        try:
            yield session
        finally:
            session.leave()
            _POOL.refill()


def _why(status: int, limits: Limits, *, overdue: bool) -> str:
    """Return why a process gave no answer, and the cure."""
    sigxcpu = 24
    if overdue or status == -sigxcpu:
        return f"reading it took longer than {limits.cpu_seconds:.0f} s; save its text as .txt"
    return "reading it ended the reader (damaged, or made to); save its text as .txt"


def _refusal(name: str, words: str) -> Reading:
    return Reading((), (ArticleError(words, path=name),))


def _reading(answer: bytes, name: str) -> Reading:
    """Return what the process answered. It read hostile bytes: what it says is checked like them."""
    try:
        told = json.loads(answer)
        articles = tuple(_article(fields) for fields in told["articles"])
        refused = tuple(
            ArticleError(str(words), path=str(path), line=None if line is None else int(line))
            for words, path, line in told["refused"]
        )
    except (ValueError, TypeError, KeyError, RecursionError):
        return _refusal(name, "the reader gave no sensible answer (damaged, or made to); save its text as .txt")
    return Reading(articles, refused)


def _article(fields: Mapping[str, Any]) -> Article:
    if any(value is not None and not isinstance(value, str) for value in fields.values()):
        raise TypeError("an article's fields are texts")
    return Article(**fields)
