"""The tables of the store, and how a database is opened: SQLite by default, PostgreSQL by address."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from geo.errors import StoreError

VERSION: Final = 1
"""Version of the tables; a store that a newer Dateline made is not opened."""
MARK: Final = "dateline"
BUSY_MS: Final = 20_000
"""So long a writer waits for another one."""
SERVERS: Final = ("postgresql", "postgres")

metadata: Final = sa.MetaData()
meta: Final = sa.Table(
    "dateline_meta",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
)
desks: Final = sa.Table(
    "dateline_desks",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("revision", sa.BigInteger, nullable=False),
)
decisions: Final = sa.Table(
    "dateline_decisions",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("revision", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("at", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
    sa.UniqueConstraint("desk", "id"),
)
touches: Final = sa.Table(
    "dateline_touches",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("incident_id", sa.Text, primary_key=True),
    sa.Column("revision", sa.BigInteger, primary_key=True, autoincrement=False),
)
articles: Final = sa.Table(
    "dateline_articles",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("article_id", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("sha256", sa.Text, nullable=False),
    sa.Column("added_at", sa.Text, nullable=False),
    sa.Column("added_by", sa.Text, nullable=False),
    sa.Column("removed_at", sa.Text),
    sa.Column("body", sa.Text, nullable=False),
)
places: Final = sa.Table(
    "dateline_places",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("place_id", sa.Text, primary_key=True),
    sa.Column("position", sa.BigInteger, nullable=False),
    sa.Column("body", sa.Text, nullable=False),
)
settings: Final = sa.Table(
    "dateline_settings",
    metadata,
    sa.Column("desk", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
)


def address_of(url: str) -> sa.URL:
    """Return the database address that a person's words mean: a URL, or the path of a SQLite file.

    Raises:
        StoreError: it is neither SQLite nor PostgreSQL.

    >>> address_of("reviews.db").drivername, address_of("postgresql://u:p@host/d").drivername
    ('sqlite', 'postgresql+psycopg')
    """
    if "://" not in url:
        return sa.URL.create("sqlite", database=str(Path(url).expanduser()))
    try:
        made = sa.make_url(url)
    except sa.exc.ArgumentError:
        raise StoreError("the store's address is no URL; write sqlite:///reviews.db or postgresql://…") from None
    kind = made.drivername.partition("+")[0]
    if kind == "sqlite":
        return made.set(drivername="sqlite")
    if kind in SERVERS:
        return made.set(drivername="postgresql+psycopg")
    raise StoreError(f"a store cannot be kept in {kind}; use a SQLite file or PostgreSQL")


def engine_of(url: sa.URL) -> sa.Engine:
    """Return an engine in which every transaction that writes begins as a writer, and a commit is on the disk.

    Raises:
        StoreError: the driver for PostgreSQL is not installed.
    """
    if url.drivername != "sqlite":
        try:
            return sa.create_engine(url, pool_pre_ping=True, connect_args={"connect_timeout": 10})
        except ImportError:
            raise StoreError(
                "the driver for PostgreSQL is not installed; install Dateline with its extra 'postgres'"
            ) from None
    engine = sa.create_engine(url, connect_args={"timeout": BUSY_MS / 1000, "check_same_thread": False})

    def opened(connection: sqlite3.Connection, _: Any) -> None:  # noqa: ANN401 -- SQLAlchemy's own
        connection.isolation_level = None  # transactions are begun below, not by the driver
        for pragma in (f"busy_timeout={BUSY_MS}", "synchronous=FULL", "foreign_keys=ON", "trusted_schema=OFF"):
            connection.execute(f"PRAGMA {pragma}")

    def begun(connection: sa.Connection) -> None:
        wanted = connection.get_execution_options().get("dateline_writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if wanted else "BEGIN")

    sa.event.listen(engine, "connect", opened)
    sa.event.listen(engine, "begin", begun)
    return engine


def prepare(engine: sa.Engine) -> None:
    """Make the tables in an empty database, or check that the database is a store of this version.

    Raises:
        StoreError: it is another program's, of another version, or broken.
    """
    if engine.dialect.name == "sqlite":
        _prepare_file(engine)
    with engine.begin() as connection:  # a store that is there is only looked at: it may lie on a read-only disk
        names = set(sa.inspect(connection).get_table_names())
        if meta.name in names:
            _check_version(connection, names)
            return
    with engine.execution_options(dateline_writes=True).begin() as connection:
        if engine.dialect.name != "sqlite":
            connection.execute(sa.text("SELECT pg_advisory_xact_lock(7235011)"))  # one maker at a time
        names = set(sa.inspect(connection).get_table_names())
        if meta.name in names:
            _check_version(connection, names)
            return
        others = names if engine.dialect.name == "sqlite" else {n for n in names if n in metadata.tables}
        if others:
            raise StoreError(
                f"{where(engine)} is another program's database (it has the table {min(others)!r}); "
                "name a new file or an empty database"
            )
        metadata.create_all(connection)
        connection.execute(
            sa.insert(meta), [{"key": "format", "value": MARK}, {"key": "version", "value": str(VERSION)}]
        )


def _prepare_file(engine: sa.Engine) -> None:
    """Put a file into write-ahead mode; readers then never wait for a writer."""
    name = engine.url.database
    if not name or name == ":memory:":
        raise StoreError("the store's address names no file; write sqlite:///reviews.db")
    path = Path(name)
    if path.is_dir():
        raise StoreError(f"{path} is a folder; name a file in it")
    if not path.parent.is_dir():
        raise StoreError(f"the folder {path.parent} is not there; create it first")
    raw = sqlite3.connect(path, timeout=BUSY_MS / 1000)
    try:
        if os.access(path, os.W_OK):
            raw.execute("PRAGMA journal_mode=WAL")
        raw.execute("PRAGMA schema_version").fetchone()
    finally:
        raw.close()


def _check_version(connection: sa.Connection, names: set[str]) -> None:
    found = {str(key): str(value) for key, value in connection.execute(sa.select(meta.c.key, meta.c.value))}
    place = where(connection.engine)
    if found.get("format") != MARK or not found.get("version", "").isdigit():
        raise StoreError(f"{place} is no store of Dateline's")
    version = int(found["version"])
    if version > VERSION:
        raise StoreError(
            f"{place} was made by a newer Dateline (its tables have version {version}, this one knows {VERSION}); "
            "update Dateline"
        )
    missing = set(metadata.tables) - names
    if missing:
        raise StoreError(f"{place} is damaged: the table {min(missing)!r} is missing; restore it from a copy")


def where(engine: sa.Engine) -> str:
    """Return a database's name for the reader, never with a password."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return f"the database {engine.url.database!r} on {engine.url.host or 'this machine'}"


_SENTENCES: Final = (
    ("not a database", "{place} is no database: it is damaged or another kind of file; restore it from a copy"),
    ("malformed", "{place} is damaged; restore it from a copy"),
    ("locked", "{place} is held by another program for too long; close that and try again"),
    ("readonly", "{place} cannot be written to: it or its folder is read-only"),
    ("unable to open", "{place} cannot be opened; look at the rights of the file and its folder"),
    ("full", "{place} cannot be written to: the disk is full"),
    ("password", "{place} refuses the user or password"),
    ("does not exist", "{place} is not there; create it first"),
    ("connect", "{place} cannot be reached; is its server running?"),
)
"""What a database's own words mean, without its address or password."""


@contextmanager
def telling(engine: sa.Engine) -> Iterator[None]:
    """Turn a database's faults into one sentence.

    Raises:
        StoreError: the database failed.
    """
    try:
        yield
    except (sa.exc.DBAPIError, sa.exc.TimeoutError, sqlite3.Error) as fault:
        raise StoreError(_sentence(fault, where(engine))) from None


def _sentence(fault: Exception, place: str) -> str:
    cause = getattr(fault, "orig", None) or fault
    told = str(cause).lower()
    for word, sentence in _SENTENCES:
        if word in told:
            return sentence.format(place=place)
    return f"{place} cannot be used ({type(cause).__name__})"
