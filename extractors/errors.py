"""What can go wrong with a file that a person hands in.

* ExtractionError            every message is a sentence: what was found, where, and what to do
  + UnsupportedFormat        not a kind of file that we read
  + DamagedFile              the right kind, but it cannot be opened or is cut short
  + EncryptedFile            needs a password
  + NoText                   opened, but it has no text that we can read
  + TooLarge                 over a limit that protects the machine
  + OutOfTime                the reader was stopped at its time limit
  + OutOfMemory              the reader was stopped at its memory limit

`status` is the word that CONTRACT's ingest report uses for it.
"""

from __future__ import annotations

from typing import ClassVar


class ExtractionError(Exception):
    """The file could not be turned into facts; nothing was stored."""

    status: ClassVar[str] = "damaged"


class UnsupportedFormat(ExtractionError):
    """The content is not one of the formats that we read, whatever the name says."""

    status = "unsupported"


class DamagedFile(ExtractionError):
    """The format is right, but the file is broken, cut short or empty."""

    status = "damaged"


class EncryptedFile(ExtractionError):
    """The file needs a password to be opened."""

    status = "encrypted"


class NoText(ExtractionError):
    """The file opens, but there is no readable text in it."""

    status = "no_text"


class TooLarge(ExtractionError):
    """The file, or what it unpacks to, is over a limit."""

    status = "too_large"


class OutOfTime(ExtractionError):
    """Reading took longer than the limit and was stopped."""

    status = "timeout"


class OutOfMemory(ExtractionError):
    """Reading needed more memory than the limit and was stopped."""

    status = "memory"
