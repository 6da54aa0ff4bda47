"""What a share is a share of: 项目支出占总支出的比重, 基本支出占基本支出加项目支出; 项目支出占比 leaves it unsaid."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from extractors.taxonomy import Mention
from rag.items import item_name
from rag.lexicon import Lexicon
from rag.query import Target
from rag.targets import Words

TOTALS = ("expenditure_total", "revenue_total")


def split_share(
    words: Words, targets: tuple[Target, ...], lexicon: Lexicon
) -> tuple[tuple[Target, ...], tuple[Target, ...]]:
    """The parts, and what makes up the whole: the items named after 占, a total named without it, else all spending."""
    position = words.text.find(lexicon.part_of)
    cut = position if position >= 0 else len(words.text)
    before = {m.item.key for m in words.mentions if m.start < cut}
    whole = tuple(_whole(m, words, lexicon) for m in words.mentions if m.start > cut)
    parts = tuple(_before(t, lexicon) for t in targets if not words.mentions or t.key is None or t.key in before)
    container = _container(words, lexicon)
    if not whole and container:
        whole = (Target(container, item_name(container)),)
        parts = tuple(replace(t, label="", extra=0) for t in parts if t.key != container)
    elif not whole and len(parts) > 1:
        whole = tuple(t for t in parts if t.key in TOTALS)
        parts = tuple(t for t in parts if t not in whole)
    return parts, whole or (_everything(words, cut, parts, lexicon),)


def _whole(mention: Mention, words: Words, lexicon: Lexicon) -> Target:
    key = lexicon.of_the_year.get(words.text[mention.start : mention.end], mention.item.key)
    return Target(key, item_name(key))


def is_whole_named(words: Words, lexicon: Lexicon) -> bool:
    """Whether the question says what the share is of; 项目支出占比 does not."""
    position = words.text.find(lexicon.part_of)
    after = words.text[position:] if position >= 0 else ""
    totals = [m for m in words.mentions if m.item.key in TOTALS]
    return (
        any(m.start > position >= 0 for m in words.mentions)
        or any(cue in after for cue in (*lexicon.revenue, *lexicon.spending))
        or _container(words, lexicon) is not None
        or (bool(totals) and len(words.mentions) > len(totals))
    )


def _container(words: Words, lexicon: Lexicon) -> str | None:
    """三公经费里公务接待费占比: the item in which the next one is said to be."""
    for one, following in pairwise(words.mentions):
        joint = words.text[one.end : following.start].strip()
        if joint in lexicon.within and one.item.key not in lexicon.scopes:
            return one.item.key
    return None


def _before(target: Target, lexicon: Lexicon) -> Target:
    """The part without what its label says of the whole."""
    label = target.label.split(lexicon.part_of)[0]
    if label == target.label:
        return target
    said = label if len(label) > len(target.name) else ""
    return replace(target, label=said, extra=len(said) - len(target.name) if said else 0)


def _everything(words: Words, cut: int, parts: tuple[Target, ...], lexicon: Lexicon) -> Target:
    """All revenue where the whole or the part is called that, all projects where it is, else all expenditure."""
    if any(cue in words.text[cut:] for cue in lexicon.projects_together):
        return Target("project_expenditure", item_name("project_expenditure"))
    said = words.text[cut:] or " ".join(part.name for part in parts)
    if not any(cue in said for cue in (*lexicon.revenue, *lexicon.spending)):
        said = " ".join(part.name for part in parts)
    key = "revenue_total" if any(cue in said for cue in lexicon.revenue) else "expenditure_total"
    return Target(key, item_name(key))
