"""Makes documents with their truth: DIR/documents, suite.jsonl, truth.csv, errors.jsonl.

The same seed gives the same figures, texts and questions, whatever the number of jobs; more documents with the same
seed begin with the same ones. Questions name the city where another document has made a name ambiguous.
"""

from __future__ import annotations

import csv
import json
import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from eval.maker.compose import compose
from eval.maker.draft import Draft, Printed
from eval.maker.errors import plant
from eval.maker.office import write_office
from eval.maker.pictures import with_pictures
from eval.maker.publishers import Agency, Edition, Register, editions
from eval.maker.questions import Asker, differences
from eval.maker.series import Series
from eval.maker.style import in_words
from eval.maker.truth import COLUMNS, stated
from eval.maker.typeset import typeset

Json = dict[str, Any]


@dataclass(slots=True)
class Made:
    """What one agency's documents add to the files of truth."""

    files: list[str] = field(default_factory=list)
    pages: int = 0
    truth: list[Json] = field(default_factory=list)
    questions: list[Json] = field(default_factory=list)
    errors: list[Json] = field(default_factory=list)
    layouts: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Report:
    documents: int
    pages: int
    figures: int
    questions: int
    errors: int


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made. `pictures` is the share of PDFs whose table pages are pictures."""

    documents: int
    seed: int
    jobs: int = 1
    pictures: float = 0.0


def make(folder: Path, order: Order) -> Report:
    (folder / "documents").mkdir(parents=True, exist_ok=True)
    return _write(folder, _made(folder, order))


def _made(folder: Path, order: Order) -> Iterator[Made]:
    plans = list(editions(order.seed, order.documents))
    work = partial(make_agency, folder=folder / "documents", order=order, register=Register.of(plans))
    if order.jobs == 1:
        yield from map(work, plans)
        return
    with ProcessPoolExecutor(order.jobs) as pool:
        yield from pool.map(work, plans, chunksize=4)


def make_agency(plan: tuple[Agency, tuple[Edition, ...]], folder: Path, order: Order, register: Register) -> Made:
    """All documents of one agency, written to `folder`."""
    agency, planned = plan
    seed = order.seed
    series = Series(agency, seed)
    made = Made()
    askers: list[Asker] = []
    for edition in planned:
        draft = compose(edition, series.books(edition), seed)
        planted = plant(draft, random.Random(f"{seed}/errors/{edition.number}"))
        done = _printed(draft, random.Random(f"{seed}/pictures/{edition.number}").random() < order.pictures)
        (folder / draft.name).write_bytes(done.content)
        rows = list(stated(draft, done))
        made.files.append(draft.name)
        made.pages += done.pages
        made.truth += [row.to_row() for row in rows]
        askers.append(Asker(draft, rows, planted, register, random.Random(f"{seed}/questions/{edition.number}")))
        made.questions += [*askers[-1].ask(), *differences(askers)]
        made.errors += [error.to_json(draft, done) for error in planted]
        made.layouts.append({"document": draft.name, "style": in_words(draft.style)})
    return made


def _printed(draft: Draft, as_pictures: bool) -> Printed:
    if draft.style.format != "pdf":
        return write_office(draft)
    printed = typeset(draft)
    if as_pictures:
        pages = {page for on in printed.tables.values() for page in on}
        printed.content = with_pictures(printed.content, pages)
    return printed


def _write(folder: Path, many: Iterable[Made]) -> Report:
    counts = dict.fromkeys(("documents", "pages", "figures", "questions", "errors"), 0)
    with (
        (folder / "truth.csv").open("w", encoding="utf-8", newline="") as truth,
        (folder / "suite.jsonl").open("w", encoding="utf-8") as suite,
        (folder / "errors.jsonl").open("w", encoding="utf-8") as errors,
        (folder / "layouts.jsonl").open("w", encoding="utf-8") as layouts,
    ):
        table = csv.DictWriter(truth, COLUMNS)
        table.writeheader()
        for made in many:
            table.writerows(made.truth)
            for file, lines in ((suite, made.questions), (errors, made.errors), (layouts, made.layouts)):
                file.writelines(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
            counts["documents"] += len(made.files)
            counts["pages"] += made.pages
            counts["figures"] += len(made.truth)
            counts["questions"] += len(made.questions)
            counts["errors"] += len(made.errors)
    return Report(**counts)
