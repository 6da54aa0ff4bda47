"""Train the embedding model that ships with us, from nothing but text that is generated here.

    python tools/train_embedding.py [--out rag/data/embedding] [--steps 600]

1. topics of a disclosure (embedding_topics.yaml) and items of the taxonomy become pairs of question and passage
2. the tokens of the full-text index that occur in them, and every common character, become a table of random vectors
3. the table is trained so that a question's mean vector lies nearer to its passage than to the others of its batch
4. recall on questions that were held out is printed before and after; the table is written as a sentence-transformers
   model in half precision

Seeds are fixed; on one machine the same text gives the same model. Two processor cores need half a minute.
"""

from __future__ import annotations

import argparse
import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import torch
import yaml
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.losses import MultipleNegativesRankingLoss
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import WhitespaceSplit

from extractors.taxonomy import Item, load_taxonomy
from rag.embedding import SHIPPED, WEIGHTS, StaticModel
from rag.grams import model_text

DATA = Path(__file__).parent
DIMENSIONS = 128
MOST_TOKENS = 17_000  # × 128 dimensions × 2 bytes: 4.4 MB
BATCH_PAIRS = 192
LEARNING_RATE = 0.01
DROPPED = 0.2  # share of tokens
SEED = 20260101
UNKNOWN = "[UNK]"
TOPIC, ITEM = "topics", "items"
SECTIONS = (" › ", "\n")  # as rag.passages and rag.vectors join titles and text


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic or an item: all its questions mean all its passages."""

    kind: str
    questions: tuple[tuple[str, ...], ...]  # groups that are drawn from equally often
    held_out: tuple[str, ...]
    passages: tuple[str, ...]
    sections: tuple[str, ...]


def main() -> None:
    options = argparse.ArgumentParser(description="Train the embedding model that ships with us.")
    options.add_argument("--out", type=Path, default=SHIPPED)
    options.add_argument("--steps", type=int, default=600)
    chosen = options.parse_args()
    torch.manual_seed(SEED)
    chance = random.Random(SEED)
    phrases = yaml.safe_load((DATA / "embedding_phrases.yaml").read_text("utf-8"))
    subjects = read_subjects(phrases)
    model = new_model(subjects, phrases, chance)
    print(f"{len(subjects)} subjects, {len(model[0].tokenizer.get_vocab())} tokens, {DIMENSIONS} dimensions")
    print("before", recall(model, subjects, phrases))
    train(model, subjects, phrases, chance, chosen.steps)
    print("after ", recall(model, subjects, phrases))
    save(model, chosen.out)


def read_subjects(phrases: dict[str, Any]) -> list[Subject]:
    """Topics with the items that they are about, then every other item; items of one name are one subject."""
    topics = yaml.safe_load((DATA / "embedding_topics.yaml").read_text("utf-8"))
    items = {item.key: item for item in load_taxonomy().items}
    subjects = [topic_subject(topic, [items.pop(key) for key in topic.get("items", ())], phrases) for topic in topics]
    by_name: dict[str, list[Item]] = {}
    for item in items.values():
        by_name.setdefault(item.name, []).append(item)
    return subjects + [item_subject(name, named, phrases) for name, named in by_name.items()]


def topic_subject(topic: dict[str, Any], items: Sequence[Item], phrases: dict[str, Any]) -> Subject:
    groups = (topic["questions"], topic["questions"], topic["english"], [*asked(items, phrases, held_out=False)])
    passages = [*topic["passages"], *(said(items[0].name, phrases) if items else ())]
    questions = tuple(tuple(group) for group in groups if group)
    return Subject(TOPIC, questions, tuple(topic["held_out"]), tuple(passages), tuple(topic["sections"]))


def item_subject(name: str, items: Sequence[Item], phrases: dict[str, Any]) -> Subject:
    questions, held_out = (tuple(asked(items, phrases, held_out=held_out)) for held_out in (False, True))
    return Subject(ITEM, (questions,), held_out, tuple(said(name, phrases)), tuple(phrases["sections"]))


def said(name: str, phrases: dict[str, Any]) -> list[str]:
    return [text.replace("{item}", name) for text in phrases["passages"]]


def asked(items: Sequence[Item], phrases: dict[str, Any], *, held_out: bool) -> Iterator[str]:
    """Questions with every name of the items; each fifth wording is held out."""
    names = {name for item in items for name in (item.name, *item.aliases, *item.everyday)}
    english = {item.english for item in items if item.english} | {name for name in names if name.isascii()}
    for words, templates in ((names - english, phrases["questions"]), (english, phrases["english"])):
        for word in sorted(words):
            for number, template in enumerate(templates):
                if (number % 5 == 4) == held_out:
                    yield template.replace("{item}", word)


def new_model(subjects: Sequence[Subject], phrases: dict[str, Any], chance: random.Random) -> SentenceTransformer:
    counted: Counter[str] = Counter()
    for subject in subjects:
        texts = (*chain(*subject.questions), *(passage(subject, text, phrases, chance) for text in subject.passages))
        counted.update(token for text in texts for token in model_text(text).split())
    characters = common_characters()
    words = [token for token, _ in counted.most_common() if token not in characters]
    tokens = [UNKNOWN, *characters, *words][:MOST_TOKENS]
    tokenizer = Tokenizer(WordLevel({token: number for number, token in enumerate(tokens)}, unk_token=UNKNOWN))
    tokenizer.pre_tokenizer = WhitespaceSplit()
    table = torch.randn(len(tokens), DIMENSIONS) / DIMENSIONS**0.5
    table[0] = 0  # what is unknown turns a mean in no direction
    module = StaticEmbedding(tokenizer, embedding_weights=table)
    module.embedding.weight.register_hook(lambda gradient: gradient * (torch.arange(len(tokens)) > 0).unsqueeze(1))
    return SentenceTransformer(modules=[module], device="cpu")


def common_characters() -> dict[str, None]:
    """The 6763 characters of GB 2312: what training lacks keeps a random vector, and so still matches itself."""
    codes = (bytes((high, low)) for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF))
    decoded = (code.decode("gb2312", "ignore") for code in codes)
    return dict.fromkeys(character for character in decoded if character)


def passage(subject: Subject, text: str, phrases: dict[str, Any], chance: random.Random) -> str:
    """The text filled in, under a title, as a library hands it to the model."""
    between, before = SECTIONS
    title = chance.choice(subject.sections)
    titles = chance.choice(("", title, title, f"{chance.choice(phrases['parts'])}{between}{title}"))
    filled = f"{titles}{before}{text}" if titles else text
    for slot, values in phrases["slots"].items():
        while f"{{{slot}}}" in filled:
            filled = filled.replace(f"{{{slot}}}", str(chance.choice(values)), 1)
    return filled


def train(
    model: SentenceTransformer, subjects: Sequence[Subject], phrases: dict[str, Any], chance: random.Random, steps: int
) -> None:
    """Each batch has a subject once, so that no right passage stands among the wrong ones."""
    loss = MultipleNegativesRankingLoss(model)
    optimiser = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE)
    schedule = torch.optim.lr_scheduler.LinearLR(optimiser, 1.0, 0.02, total_iters=steps)
    topics = [subject for subject in subjects if subject.kind == TOPIC]
    items = [subject for subject in subjects if subject.kind == ITEM]
    for step in range(steps):
        batch = [*topics, *chance.sample(items, BATCH_PAIRS - len(topics))]
        questions = [chance.choice(chance.choice(subject.questions)) for subject in batch]
        passages = [passage(subject, chance.choice(subject.passages), phrases, chance) for subject in batch]
        features = [model.preprocess([thinned(text, chance) for text in texts]) for texts in (questions, passages)]
        value = loss(features, None)
        optimiser.zero_grad()
        value.backward()
        optimiser.step()
        schedule.step()
        if step % 500 == 0:
            print(f"step {step}: loss {value.item():.3f}")


def thinned(text: str, chance: random.Random) -> str:
    """Some tokens left out, so that no single one decides."""
    tokens = model_text(text).split()
    return " ".join(token for token in tokens if chance.random() > DROPPED) or tokens[0]


def recall(model: SentenceTransformer, subjects: Sequence[Subject], phrases: dict[str, Any]) -> str:
    """How often the passage of the right subject is the first, or among the first three, of all of its kind, for
    questions held out."""
    chance = random.Random(SEED + 1)
    lines = []
    for kind in (TOPIC, ITEM):
        mine = [subject for subject in subjects if subject.kind == kind]
        texts = [(s, passage(s, text, phrases, chance)) for s in mine for text in s.passages]
        asked = [(s, text) for s in mine for text in s.held_out]
        found, questions = (encode(model, [text for _, text in pairs]) for pairs in (texts, asked))
        near = (questions @ found.T).topk(3).indices.tolist()
        hits = [[texts[index][0] is s for index in row] for row, (s, _) in zip(near, asked, strict=True)]
        first, three = (sum(any(row[:count]) for row in hits) / len(hits) for count in (1, 3))
        lines.append(f"{kind}: {first:.1%} first, {three:.1%} in three of {len(hits)}")
    return "; ".join(lines)


def encode(model: SentenceTransformer, texts: Sequence[str]) -> torch.Tensor:
    return model.encode(
        [model_text(text) for text in texts], normalize_embeddings=True, convert_to_tensor=True, batch_size=1024
    )


def save(model: SentenceTransformer, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    model.half().save_pretrained(str(folder), create_model_card=False)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    width = len(StaticModel(folder).embed_query("公务接待费"))
    print(f"{folder}: {size / 1e6:.1f} MB; {WEIGHTS} read back with {width}")


if __name__ == "__main__":
    main()
