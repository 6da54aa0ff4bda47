"""Questions to checked answers over a library of disclosures.

    with Library.open(folder) as library:
        answer("改革协调局2021年公务接待费是多少？", library)

Importing it loads no language model, no torch, no Chroma and no screen: those come when they are first needed.
"""

from rag.answer import answer
from rag.library import Library
from rag.settings import Settings

__all__ = ["Library", "Settings", "answer"]
