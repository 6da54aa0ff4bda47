"""The whole library as a data package (datapackage.org): facts, documents and classification as CSV with their schemas.

What the package says of itself, and the columns of its tables, stand in `data/package.yaml`. The same library gives the
same bytes.
"""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import IO, Any
from uuid import uuid4
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import yaml

from extractors.statements import load_statements
from extractors.taxonomy import load_taxonomy
from rag.errors import ExportError
from rag.export import FORMATS as TABLE_FORMATS
from rag.export import Row, export_facts, fact_row, harmless
from rag.library import Library
from rag.listing import document_json
from rag.model import StoredDocument

SUFFIX = ".zip"
FORMATS = (*TABLE_FORMATS, SUFFIX)
DESCRIPTOR = "datapackage.json"
_TIME = (1980, 1, 1, 0, 0, 0)  # the same in every package, so that equal libraries give equal files


def export(library: Library, path: Path) -> int:
    """All facts as one table, or the whole library as a package where the name ends in .zip; how many facts."""
    suffix = path.suffix.lower()
    if suffix not in FORMATS:
        raise ExportError(f"{path.name}: the name must end in {', '.join(FORMATS)}.")
    return export_package(library, path) if suffix == SUFFIX else export_facts(library, path)


def export_package(library: Library, path: Path) -> int:
    """Writes the package whole or not at all; how many facts it has."""
    draft = path.with_name(f".{uuid4().hex}{SUFFIX}")
    try:
        with ZipFile(draft, "w", ZIP_DEFLATED) as archive:
            count = _write(library.documents(), library, archive)
        draft.replace(path)
    except OSError as error:
        raise ExportError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)
    return count


@cache
def descriptor() -> dict[str, Any]:
    """The package without what depends on the library; not to be changed."""
    text = files("rag").joinpath("data/package.yaml").read_text("utf-8")
    described: dict[str, Any] = yaml.safe_load(text)
    return described


def _write(documents: list[StoredDocument], library: Library, archive: ZipFile) -> int:
    """`documents` is read once: what is loaded meanwhile is not in the package, nor are facts of it."""
    rows: dict[str, Callable[[], Iterator[Row]]] = {
        "documents": lambda: map(document_json, documents),
        "facts": lambda: _facts(documents, library),
        "taxonomy": _taxonomy,
        "statements": _statements,
    }
    resources = [_write_resource(archive, resource, rows[resource["name"]]()) for resource in descriptor()["resources"]]
    about = descriptor() | {"resources": [resource for resource, _ in resources]}
    if documents:  # the standard knows no empty list of sources
        about["sources"] = [{"title": d.file_name, "version": f"sha256:{d.id}"} for d in documents]
    with archive.open(_entry(DESCRIPTOR), "w") as file:
        file.write(json.dumps(about, ensure_ascii=False, indent=2).encode())
    return next(count for resource, count in resources if resource["name"] == "facts")


def _write_resource(archive: ZipFile, resource: dict[str, Any], rows: Iterable[Row]) -> tuple[dict[str, Any], int]:
    """The resource as the package describes it, and how many rows it has."""
    columns = [field["name"] for field in resource["schema"]["fields"]]
    path = f"{resource['name']}.csv"
    count = 0
    with archive.open(_entry(path), "w", force_zip64=True) as file:
        digested = _Digested(file)
        writer = csv.writer(digested, lineterminator="\n")
        writer.writerow(columns)
        for row in rows:
            writer.writerow([_text(row[column]) for column in columns])
            count += 1
    about = {
        "path": path,
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": digested.bytes,
        "hash": f"sha256:{digested.sha256}",
    }
    return resource | about, count


def _facts(documents: Iterable[StoredDocument], library: Library) -> Iterator[Row]:
    """A code that the classification does not know is no item; the column `code` has it as printed."""
    known = frozenset(item.key for item in load_taxonomy().items)
    for document in documents:
        for stored in library.facts(document_ids=[document.id]):
            item = stored.fact.item
            yield fact_row(document, stored) | {"item": item if item in known else None}


def _taxonomy() -> Iterator[Row]:
    for item in load_taxonomy().items:
        yield {
            "key": item.key,
            "kind": item.kind.value,
            "code": item.code,
            "name": item.name,
            "english": item.english,
            "parent": item.parent,
            "counterpart": item.counterpart,
            "since": item.since,
            "until": item.until,
            "aliases": [*item.aliases, *item.labels],
        }


def _statements() -> Iterator[Row]:
    for statement in load_statements():
        yield {"key": statement.key, "name": statement.name, "expected": list(statement.expected)}


def _text(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else harmless(value)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _TIME)
    entry.compress_type = ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


class _Digested:
    """Writes text as UTF-8, and knows how many bytes it was and their SHA-256."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._hash = hashlib.sha256()
        self.bytes = 0

    @property
    def sha256(self) -> str:
        return self._hash.hexdigest()

    def write(self, text: str) -> None:
        data = text.encode()
        self._hash.update(data)
        self.bytes += len(data)
        self._file.write(data)
