"""Keeps a desk - articles, decisions, added places, settings - in SQLite or PostgreSQL, safe for several at once.

Every call that changes something is one transaction that is on the disk when it returns. Decisions of a desk are
numbered without gaps in the order in which they were taken in (`revision`); whoever decides says up to which one he
has seen, and is told if somebody decided on the same incident since.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple, Self

import sqlalchemy as sa

from geo.errors import ArticleError, ReviewError, StoreError
from geo.reading.article import Article
from geo.reviewing import tables as t
from geo.reviewing.decision import Decision, decide
from geo.reviewing.history import BACK, stacks
from geo.reviewing.keeping import article_of, ascii_of, text_of, to_ascii
from geo.reviewing.steps import added_id
from geo.reviewing.values import checked

VARIABLE: Final = "DATELINE_STORE"
MAIN: Final = "main"
"""Name of the desk where none is named."""


class EditConflict(ReviewError):
    """Somebody else decided on the same incident since; `theirs` stays as it is and `mine` was not taken in.

    Asking again with `seen=revision` takes it in after all.
    """

    def __init__(self, mine: Decision, theirs: Sequence[Decision], revision: int) -> None:
        last = theirs[-1]
        super().__init__(
            f"{last.reviewer or 'somebody'} decided on this incident at {last.at} ({last.kind}); "
            "look at it again before you decide"
        )
        self.mine = mine
        self.theirs = tuple(theirs)
        self.revision = revision


class Entry(NamedTuple):
    """A decision with its number in the desk's log."""

    revision: int
    decision: Decision


class Held(NamedTuple):
    """An article of the desk, when and by whom it was put there; `removed` tells when it was taken off."""

    article: Article
    added: str
    by: str
    removed: str | None = None


def address(url: str | None = None) -> str | None:
    """Return the store's address: as given, else from the environment's `DATELINE_STORE`, else None."""
    return url or os.environ.get(VARIABLE) or None


class Store:
    """One desk in a database.

    Args:
        url: `sqlite:///reviews.db`, the path of a SQLite file, or `postgresql://user:password@host/name`.
        desk: which desk of the database; it is made when something is first kept.

    Raises:
        StoreError: the database cannot be reached, is broken, another program's, or made by a newer Dateline.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as folder, Store(folder + "/reviews.db") as store:
    ...     store.revision(), store.articles()
    (0, ())
    """

    def __init__(self, url: str, desk: str = MAIN) -> None:
        self._engine = t.engine_of(t.address_of(url))
        self._desk = ascii_of(desk)
        try:
            with t.telling(self._engine):
                t.prepare(self._engine)
        except StoreError:
            self._engine.dispose()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def desks(self) -> tuple[str, ...]:
        """Return the names of the desks in this database on which something was kept."""
        with self._reading() as connection:
            return tuple(map(text_of, connection.execute(sa.select(t.desks.c.desk).order_by(t.desks.c.desk)).scalars()))

    # decisions

    def append(self, decision: Decision, *, seen: int) -> int:
        """Take in a decision and return its revision; it is on the disk then.

        The same decision again (a repeated click, a lost answer) is taken in once. What `seen` does not cover is
        compared by incident; decisions on other incidents do not matter.

        Raises:
            EditConflict: somebody decided on the same incident after revision `seen`.
            ReviewError: a value does not fit its column, or it undoes what the desk does not have.
        """
        if decision.changes:
            checked(decision.changes)
        with self._writing() as connection:
            last = self._locked(connection)
            known = self._known(connection, decision.id)
            if known is not None:
                return known
            keys = self._keys(connection, decision)
            theirs = self._touching(connection, keys, seen)
            if theirs:
                raise EditConflict(decision, theirs, last)
            return self._insert(connection, decision, keys, last + 1)

    def undo(self, reviewer: str, *, seen: int) -> Entry:
        """Take back the reviewer's latest decision that holds.

        Raises:
            ReviewError: there is none.
            EditConflict: somebody decided on the same incident after revision `seen`.
        """
        return self._back("undo", reviewer, seen)

    def redo(self, reviewer: str, *, seen: int) -> Entry:
        """Bring back what the reviewer undid last.

        Raises:
            ReviewError: there is none.
            EditConflict: somebody decided on the same incident after revision `seen`.
        """
        return self._back("redo", reviewer, seen)

    def _back(self, kind: str, reviewer: str, seen: int) -> Entry:
        done, undone = stacks(self.decisions(), reviewer)
        pile = done if kind == "undo" else undone
        if not pile:
            raise ReviewError(f"there is nothing to {kind}")
        entry = decide("undo" if kind == "undo" else "redo", reviewer=reviewer, refers=pile[-1])
        return Entry(self.append(entry, seen=seen), entry)

    def revision(self) -> int:
        """Return the number of the latest decision, 0 where there is none."""
        with self._reading() as connection:
            return self._revision(connection)

    def since(self, revision: int) -> tuple[Entry, ...]:
        """Return the decisions after a revision, in order."""
        c = t.decisions.c
        query = sa.select(c.revision, c.body).where(c.desk == self._desk, c.revision > revision).order_by(c.revision)
        with self._reading() as connection:
            return tuple(Entry(number, Decision.from_json(body)) for number, body in connection.execute(query))

    def decisions(self) -> tuple[Decision, ...]:
        """Return the whole log."""
        return tuple(entry.decision for entry in self.since(0))

    def _insert(self, connection: sa.Connection, decision: Decision, keys: Iterable[str], revision: int) -> int:
        row = {"desk": self._desk, "revision": revision}
        connection.execute(
            sa.insert(t.decisions),
            {**row, "id": ascii_of(decision.id), "at": ascii_of(decision.at), "body": decision.to_json()},
        )
        marks = [{**row, "incident_id": key} for key in keys]
        if marks:
            connection.execute(sa.insert(t.touches), marks)
        connection.execute(sa.update(t.desks).where(t.desks.c.desk == self._desk).values(revision=revision))
        return revision

    def _keys(self, connection: sa.Connection, decision: Decision) -> list[str]:
        """The incidents that a decision is about; what undoes one is about the same."""
        if decision.kind in BACK:
            c = t.decisions.c
            query = sa.select(c.body).where(c.desk == self._desk, c.id == ascii_of(str(decision.refers)))
            body = connection.execute(query).scalar()
            if body is None:
                raise ReviewError(f"there is no decision {decision.refers} to {decision.kind}")
            decision = Decision.from_json(body)
        named = {anchor.incident_id for anchor in decision.anchors if anchor.incident_id is not None}
        if decision.kind == "add":
            named.add(added_id(decision))
        return sorted(ascii_of(key) for key in named)

    def _touching(self, connection: sa.Connection, keys: Sequence[str], seen: int) -> list[Decision]:
        if not keys:
            return []
        d, m = t.decisions.c, t.touches.c
        query = (
            sa.select(d.body)
            .where(
                d.desk == self._desk,
                d.revision.in_(
                    sa.select(m.revision).where(m.desk == self._desk, m.incident_id.in_(keys), m.revision > seen)
                ),
            )
            .order_by(d.revision)
        )
        return [Decision.from_json(body) for body in connection.execute(query).scalars()]

    def _known(self, connection: sa.Connection, ident: str) -> int | None:
        c = t.decisions.c
        query = sa.select(c.revision).where(c.desk == self._desk, c.id == ascii_of(ident))
        return connection.execute(query).scalar()

    def _revision(self, connection: sa.Connection) -> int:
        query = sa.select(t.desks.c.revision).where(t.desks.c.desk == self._desk)
        return int(connection.execute(query).scalar() or 0)

    def _locked(self, connection: sa.Connection) -> int:
        """Keep other writers of this desk out until the transaction ends; return the latest revision."""
        if self._engine.dialect.name == "sqlite":  # the transaction has begun as the only writer
            if connection.execute(sa.select(t.desks.c.desk).where(t.desks.c.desk == self._desk)).scalar() is None:
                connection.execute(sa.insert(t.desks), {"desk": self._desk, "revision": 0})
            return self._revision(connection)
        from sqlalchemy.dialects.postgresql import insert

        connection.execute(insert(t.desks).values(desk=self._desk, revision=0).on_conflict_do_nothing())
        query = sa.select(t.desks.c.revision).where(t.desks.c.desk == self._desk).with_for_update()
        return int(connection.execute(query).scalar() or 0)

    # articles

    def articles(self) -> tuple[Article, ...]:
        """Return the desk's articles in the order in which they were added."""
        return tuple(held.article for held in self.held() if held.removed is None)

    def held(self) -> tuple[Held, ...]:
        """Return the desk's articles with when and by whom they were added, those taken off included."""
        c = t.articles.c
        query = sa.select(c.body, c.added_at, c.added_by, c.removed_at).where(c.desk == self._desk)
        with self._reading() as connection:
            rows = connection.execute(query.order_by(c.position)).all()
        return tuple(Held(article_of(json.loads(body)), at, text_of(by), gone) for body, at, by, gone in rows)

    def add_articles(self, new: Iterable[Article], *, by: str = "") -> tuple[list[Article], list[ArticleError]]:
        """Put articles on the desk; return the added, and why others were refused.

        An article that is there with the same text is refused as known, one with the same id and another text too:
        `replace_article` is for that. One that was taken off comes back.
        """
        added: list[Article] = []
        refused: list[ArticleError] = []
        with self._writing() as connection:
            self._locked(connection)
            c = t.articles.c
            query = sa.select(c.article_id, c.removed_at).where(c.desk == self._desk)
            known: dict[str, str | None] = {row.article_id: row.removed_at for row in connection.execute(query)}
            for article in new:
                key = ascii_of(article.id)
                if key in known and known[key] is None:
                    words = f"an article with id {article.id!r} is on the desk already"
                    refused.append(ArticleError(words, path=article.path or article.id))
                    continue
                self._keep(connection, Held(article, now(), by), fresh=key not in known)
                known[key] = None
                added.append(article)
        return added, refused

    def add_held(self, new: Iterable[Held]) -> int:
        """Put articles of another desk here with their times; return how many were not known. Known ones stay."""
        with self._writing() as connection:
            self._locked(connection)
            c = t.articles.c
            known = set(connection.execute(sa.select(c.article_id).where(c.desk == self._desk)).scalars())
            fresh = [held for held in new if ascii_of(held.article.id) not in known]
            for held in fresh:
                self._keep(connection, held, fresh=True)
        return len(fresh)

    def replace_article(self, article: Article, *, by: str = "") -> None:
        """Put another text in the place of the article with the same id; decisions look for their sentences in it."""
        with self._writing() as connection:
            self._locked(connection)
            c = t.articles.c
            query = sa.select(c.article_id).where(c.desk == self._desk, c.article_id == ascii_of(article.id))
            self._keep(connection, Held(article, now(), by), fresh=connection.execute(query).scalar() is None)

    def remove_article(self, article_id: str) -> None:
        """Take an article off the desk; its text is kept, and so is what was decided on it."""
        c = t.articles.c
        with self._writing() as connection:
            where = (c.desk == self._desk, c.article_id == ascii_of(article_id))
            connection.execute(sa.update(t.articles).where(*where).values(removed_at=now()))

    def _keep(self, connection: sa.Connection, held: Held, *, fresh: bool) -> None:
        article = held.article
        values = {
            "sha256": article.sha256, "added_at": held.added, "added_by": ascii_of(held.by),
            "removed_at": held.removed, "body": to_ascii(asdict(article)),
        }  # fmt: skip
        c = t.articles.c
        if not fresh:
            where = (c.desk == self._desk, c.article_id == ascii_of(article.id))
            connection.execute(sa.update(t.articles).where(*where).values(**values))
            return
        last = connection.execute(sa.select(sa.func.max(c.position)).where(c.desk == self._desk)).scalar()
        row = {"desk": self._desk, "article_id": ascii_of(article.id), "position": (last or 0) + 1, **values}
        connection.execute(sa.insert(t.articles), row)

    # places and settings

    def places(self) -> tuple[dict[str, Any], ...]:
        """Return the places and aliases that were added on this desk, as they were given."""
        c = t.places.c
        query = sa.select(c.body).where(c.desk == self._desk).order_by(c.position, c.place_id)
        with self._reading() as connection:
            return tuple(json.loads(body) for body in connection.execute(query).scalars())

    def put_place(self, place_id: str, place: Mapping[str, Any]) -> None:
        """Keep an added place or alias under its id, in the place of what was there."""
        self._put(t.places, "place_id", place_id, dict(place))

    def remove_place(self, place_id: str) -> None:
        """Forget an added place."""
        c = t.places.c
        with self._writing() as connection:
            connection.execute(sa.delete(t.places).where(c.desk == self._desk, c.place_id == ascii_of(place_id)))

    def settings(self) -> dict[str, Any]:
        """Return the desk's settings."""
        c = t.settings.c
        query = sa.select(c.key, c.body).where(c.desk == self._desk).order_by(c.key)
        with self._reading() as connection:
            return {text_of(key): json.loads(body) for key, body in connection.execute(query).all()}

    def set(self, key: str, value: object) -> None:
        """Keep a setting, any JSON value."""
        self._put(t.settings, "key", key, value)

    def _put(self, table: sa.Table, name: str, key: str, value: object) -> None:
        body, c = to_ascii(value), table.c
        where = (c.desk == self._desk, c[name] == ascii_of(key))
        with self._writing() as connection:
            self._locked(connection)
            if connection.execute(sa.update(table).where(*where).values(body=body)).rowcount:
                return
            row: dict[str, Any] = {"desk": self._desk, name: ascii_of(key), "body": body}
            if "position" in c:
                last = connection.execute(sa.select(sa.func.max(c.position)).where(c.desk == self._desk)).scalar()
                row["position"] = (last or 0) + 1
            connection.execute(sa.insert(table), row)

    # transactions

    @contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        with t.telling(self._engine), self._engine.execution_options(dateline_writes=True).begin() as connection:
            yield connection

    @contextmanager
    def _reading(self) -> Iterator[sa.Connection]:
        with t.telling(self._engine), self._engine.begin() as connection:
            yield connection


def now() -> str:
    """Return the time in UTC, ISO 8601."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
