"""Text to vectors. Our own model is a table of token vectors that is read without torch; any other is a setting.

`data/embedding/` is a sentence-transformers model (a StaticEmbedding: the mean of its tokens' vectors), trained by
`tools/train_embedding.py`. Its tokens are those of the full-text index, so text goes through `model_text` first.
"""

from __future__ import annotations

import json
import os
import zlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from rag.grams import model_text

if TYPE_CHECKING:
    import numpy
    from sentence_transformers import SentenceTransformer

SHIPPED = Path(__file__).parent / "data" / "embedding"
WEIGHTS = "model.safetensors"


class Embedding(Protocol):
    """What LangChain's vector stores ask of an embedding function."""

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]: ...

    def embed_query(self, text: str) -> list[float]: ...


@cache
def embedding_name(model: str | None = None) -> str:
    """Which vectors these are, without loading the model: other names, other vectors."""
    return model or f"shipped-{zlib.crc32((SHIPPED / WEIGHTS).read_bytes()):08x}"


@cache
def load_embedding(model: str | None = None) -> Embedding:
    """The named sentence-transformers model (a folder, or a name on a hub); None: the one that ships with us."""
    return _NamedModel(model) if model else StaticModel(SHIPPED)


class StaticModel:
    """The mean of token vectors, of length 1; text without a known token is the zero vector."""

    def __init__(self, folder: Path) -> None:
        from safetensors.numpy import load_file

        self._vectors: numpy.ndarray = load_file(folder / WEIGHTS)["embedding.weight"].astype("float32")
        # Its tokens are words between spaces: a dictionary does what the tokenizer would, in a tenth of the time.
        self._tokens: dict[str, int] = json.loads((folder / "tokenizer.json").read_text("utf-8"))["model"]["vocab"]

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        known = [self._tokens[token] for token in model_text(text).split() if token in self._tokens]
        total = self._vectors[known].sum(axis=0)
        length = float((total @ total) ** 0.5)
        unit: list[float] = (total / length if length else total).tolist()
        return unit


class _NamedModel:
    def __init__(self, model: str) -> None:
        if Path(model).is_dir():
            os.environ.setdefault("HF_HUB_OFFLINE", "1")  # a local model asks no hub for anything
        from sentence_transformers import SentenceTransformer

        self._model: SentenceTransformer = SentenceTransformer(model, trust_remote_code=False)

    def embed_documents(self, texts: Sequence[str]) -> list[list[float]]:
        vectors: list[list[float]] = self._model.encode(list(texts), normalize_embeddings=True).tolist()
        return vectors

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]
