"""Questions to checked answers over a library of disclosures.

    with Library.open(folder) as library:
        answer("改革协调局2021年公务接待费是多少？", library)

Importing it loads no language model, no torch, no Chroma, no LangChain and no screen: those come when they are first
needed. `open_model(Settings.from_environment())` is the optional language model that `answer` takes.
"""

from typing import TYPE_CHECKING, Any

from rag.answer import answer
from rag.language_model import open_model
from rag.library import Library
from rag.settings import Settings, SettingsError

if TYPE_CHECKING:
    from rag.tools import LibraryRetriever, library_tools

__all__ = ["Library", "LibraryRetriever", "Settings", "SettingsError", "answer", "library_tools", "open_model"]


def __getattr__(name: str) -> Any:
    """What LangChain is needed for is imported when it is asked for."""
    if name not in ("LibraryRetriever", "library_tools"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from rag import tools

    return getattr(tools, name)
