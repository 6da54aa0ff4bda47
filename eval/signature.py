"""How a score was made, in short: equal signatures, equal scores."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = ("extractors", "rag")  # whose code and data make our answers
BASELINES = ("eval/baselines",)  # and the usual way's, beside the packages that it rests on
READING = ("eval/baselines/plain_text.py",)
PREPARING = tuple(f"eval/baselines/{name}" for name in ("plain_text.py", "chunks.py", "prepared.py", "words.yaml"))
PACKAGES = ("pdfplumber", "langchain-text-splitters", "chromadb")
PROMPTS = ("rag/prompts", "eval/baselines/prompts")
SCORER = ("eval/questions.py", "eval/fields.py", "eval/scoring.py", "eval/tally.py")
HASH_LENGTH = 12
NONE = "none"


@dataclass(frozen=True, slots=True)
class Signature:
    suite: str  # hash of the file of questions
    library: str  # hash of the ids of the documents, which are hashes of their bytes
    system: str  # who answers: "ours", or a baseline's name
    program: str  # version, and hash of the code and data that answer
    model: str
    embedding: str
    prompts: str  # hash of what language models are told; "none" where none is asked
    scorer: str  # hash of the code that judges

    def __str__(self) -> str:
        return "|".join(f"{name}:{value}" for name, value in asdict(self).items())


def sign(
    suite: Path, document_ids: Iterable[str], system: str, *, is_baseline: bool, model: str | None, embedding: str
) -> Signature:
    folders = (*PROGRAM, *BASELINES) if is_baseline else PROGRAM
    packages = [f"{package}=={metadata.version(package)}".encode() for package in PACKAGES] if is_baseline else []
    return Signature(
        suite=hash_of([suite.read_bytes()]),
        library=library_hash(document_ids),
        system=system,
        program=f"{_version()}+{hash_of([*_contents(folders), *packages])}",
        model=model or NONE,
        embedding=embedding,
        prompts=hash_of(_contents(PROMPTS)) if model else NONE,
        scorer=hash_of(_contents(SCORER)),
    )


def library_hash(document_ids: Iterable[str]) -> str:
    return hash_of(identifier.encode() for identifier in sorted(document_ids))


def preparing_hash() -> str:
    """Of what prepares documents for the baselines; what was prepared by other code is not used again."""
    return hash_of([*_contents(PREPARING), *(metadata.version(package).encode() for package in PACKAGES)])


def reading_hash() -> str:
    """Of what reads the files for the baselines; what other code read is not used again."""
    return hash_of([*_contents(READING), metadata.version("pdfplumber").encode()])


def hash_of(parts: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8, "big"))
        digest.update(part)
    return digest.hexdigest()[:HASH_LENGTH]


def _contents(paths: Iterable[str]) -> Iterable[bytes]:
    """Names and contents of files, and of those in folders, in a fixed order."""
    for path in paths:
        for file in _files(ROOT / path):
            yield file.relative_to(ROOT).as_posix().encode()
            yield file.read_bytes()


def _files(path: Path) -> Sequence[Path]:
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def _version() -> str:
    try:
        return metadata.version("mingzhang")
    except metadata.PackageNotFoundError:
        return "uninstalled"
