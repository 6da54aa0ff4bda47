"""One SQLite file for many readers and writers at once.

The file appears whole: it is made beside its place and moved there, so two first starts cannot collide. Writers queue
(one lock inside the process, SQLite's own between processes); readers never wait for them, because the journal is WAL.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote
from uuid import uuid4

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event, insert, select, update
from sqlalchemy.exc import DatabaseError, OperationalError

from rag import full_text, schema
from rag.errors import DamagedLibrary, LibraryError, NotALibrary, UnwritableLibrary, WrongVersion

WAIT_SECONDS = 120  # for other writers, each of which needs well under a second for a document
_WRITES = "writes"  # execution option of a connection that is going to write


class Database:
    """Connections to the library's database; `read` and `write` each open one transaction."""

    def __init__(self, path: Path, *, read_only: bool = False) -> None:
        """`read_only`: refuse to write where it would be possible."""
        self.path = path
        is_writable = os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)
        self.read_only = read_only or not is_writable
        # Without write access SQLite cannot share its index of the journal; `immutable` reads the file as it stands.
        self._engine = _engine(path, "mode=rw" if is_writable else "immutable=1", query_only=self.read_only)
        self._writer = threading.RLock()

    @classmethod
    def open(cls, path: Path, *, create: bool, read_only: bool = False) -> Database:
        if not path.exists():
            if not create or read_only:
                raise NotALibrary(f"There is no library in {path.parent}; `ingest` makes one.")
            _create(path)
        database = cls(path, read_only=read_only)
        try:
            database._check_version()
        except LibraryError:
            database.close()
            raise
        return database

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view: what others write meanwhile is not seen."""
        with self._sentences(), self._engine.begin() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """The only writer until it ends; all of it is kept, or nothing."""
        self.require_writable()
        with self._writer, self._sentences(), self._engine.execution_options(**{_WRITES: True}).begin() as connection:
            yield connection

    def require_writable(self) -> None:
        if self.read_only:
            raise UnwritableLibrary(f"The library in {self.path.parent} is read-only; it can be asked, not changed.")

    def _check_version(self) -> None:
        with self.read() as connection:
            if not self._engine.dialect.has_table(connection, schema.meta.name):
                raise NotALibrary(f"{self.path} is a database, but not a library of this program.")
            found = dict(connection.execute(select(schema.meta.c.name, schema.meta.c.value)).tuples().all())
        if found.get("application") != schema.APPLICATION:
            raise NotALibrary(f"{self.path} is a database, but not a library of this program.")
        if found.get("version") in schema.UPGRADABLE and not self.read_only:
            self._upgrade()
        elif found.get("version") != str(schema.VERSION):
            raise WrongVersion(
                f"The library in {self.path.parent} has version {found.get('version')}, this program reads version "
                f"{schema.VERSION}: ingest the documents into a new folder, or use the program that made it."
            )

    def _upgrade(self) -> None:
        """Makes the tables that an earlier version did not have."""
        with self.write() as connection:
            schema.metadata.create_all(connection)
            version = update(schema.meta).where(schema.meta.c.name == "version")
            connection.execute(version.values(value=str(schema.VERSION)))

    @contextmanager
    def _sentences(self) -> Iterator[None]:
        """SQLite's errors as sentences that say what to do."""
        try:
            yield
        except OperationalError as error:
            raise _sentence(error, self.path) from error
        except DatabaseError as error:
            raise DamagedLibrary(f"The database {self.path} is damaged ({error.orig}): restore a backup.") from error


def _engine(path: Path, mode: str, *, query_only: bool = False) -> Engine:
    engine = create_engine(
        "sqlite://", creator=lambda: _connect(path, mode, query_only), poolclass=QueuePool, max_overflow=64
    )
    event.listen(engine, "begin", _begin)
    return engine


def _connect(path: Path, mode: str, query_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(
        f"file:{quote(str(path.resolve()))}?{mode}",
        uri=True,
        timeout=WAIT_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )
    for pragma in ("foreign_keys = ON", "synchronous = NORMAL", "cache_size = -32000", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    if query_only:
        connection.execute("PRAGMA query_only = ON")
    return connection


def _begin(connection: Connection) -> None:
    # IMMEDIATE: a transaction that reads first and writes later would fail when another wrote in between.
    immediate = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")


def _create(path: Path) -> None:
    draft = path.with_name(f".{path.name}.{uuid4().hex}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        draft.touch()
        with closing(sqlite3.connect(draft)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
        engine = _engine(draft, "mode=rw")
        with engine.begin() as transaction:
            schema.metadata.create_all(transaction)
            full_text.create(transaction)
            about: list[dict[str, Any]] = [
                {"name": "application", "value": schema.APPLICATION},
                {"name": "version", "value": str(schema.VERSION)},
                {"name": "revision", "value": "0"},
            ]
            transaction.execute(insert(schema.meta), about)
        engine.dispose()
        _publish(draft, path)
    except (OSError, sqlite3.OperationalError, OperationalError) as error:
        raise UnwritableLibrary(f"No library can be made in {path.parent}: {error}") from error
    finally:
        for leftover in path.parent.glob(f"{draft.name}*"):
            leftover.unlink(missing_ok=True)


def _publish(draft: Path, path: Path) -> None:
    """Gives the draft its name unless another start was quicker."""
    try:
        os.link(draft, path)
    except FileExistsError:
        return
    except OSError:  # a file system without hard links
        draft.replace(path)


def _sentence(error: OperationalError, path: Path) -> LibraryError:
    cause = str(error.orig)
    if "locked" in cause or "busy" in cause:
        return UnwritableLibrary(f"Another program has held the library in {path.parent} for {WAIT_SECONDS} s.")
    if "full" in cause:
        return UnwritableLibrary(f"The disk that holds {path.parent} is full; nothing was changed.")
    if "readonly" in cause or "unable to open" in cause:
        return UnwritableLibrary(f"The library in {path.parent} cannot be written ({cause}); nothing was changed.")
    return DamagedLibrary(f"The database {path} cannot be used ({cause}): restore a backup.")
