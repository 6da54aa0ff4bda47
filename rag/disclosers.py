"""Documents → disclosers: one agency under all its names, whatever its documents call it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from rag.model import StoredDocument
from rag.names import BRACKETS, OFFICE, SHORTEST_NAME, plain
from rag.query import Discloser

SELF = re.compile(r"^[我本该](?:局|办|委|厅|院|校|单位|部门|区|市|中心|街道|所|部|处)+$")


def group_documents(documents: Sequence[StoredDocument]) -> tuple[Discloser, ...]:
    """Documents of one agency together: 政务服务局 is 洛阳高新技术产业开发区政务服务局 where the places agree."""
    groups: list[list[StoredDocument]] = []
    for document in sorted(documents, key=lambda d: -len(d.agency)):
        home = next((g for g in groups if any(_same_agency(document, other) for other in g)), None)
        if home is None:
            groups.append([document])
        else:
            home.append(document)
    return _told_apart([_discloser(group) for group in groups])


def _told_apart(disclosers: Sequence[Discloser]) -> tuple[Discloser, ...]:
    """Agencies of one name in two places are called by name and place."""
    names = Counter(discloser.name for discloser in disclosers)
    return tuple(replace(d, name=f"{d.place}{d.name}") if names[d.name] > 1 else d for d in disclosers)


def _same_agency(one: StoredDocument, other: StoredDocument) -> bool:
    if one.place and other.place and not (one.place in other.place or other.place in one.place):
        return False
    a, b = plain(one.agency), plain(other.agency)
    if a == b:
        return True
    shorter, longer = sorted((a, b), key=len)
    same_place = bool(one.place and other.place)
    return longer.endswith(shorter) and (len(shorter) > SHORTEST_NAME or same_place)


def _discloser(documents: Sequence[StoredDocument]) -> Discloser:
    written = [name for d in documents for name in (d.agency, *d.aliases)]
    names = dict.fromkeys(plain(name) for name in written)
    bodies = [OFFICE.sub("", name) for name in names if OFFICE.search(name)]
    useful = [n for n in dict.fromkeys([*names, *bodies]) if len(n) >= SHORTEST_NAME and not SELF.match(n)]
    return Discloser(
        name=BRACKETS.sub("", max((d.agency for d in documents), key=len)).strip(),
        names=tuple(useful),
        place=max((d.place for d in documents), key=len),
        documents=tuple(documents),
    )
