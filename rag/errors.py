"""What can go wrong with a library.

* LibraryError           every message is a sentence: what was found, where, and what to do
  + NotALibrary          the folder holds no library, or its database is not ours
  + WrongVersion         the library was made by another version of this program
  + UnwritableLibrary    the folder is read-only, the disk is full, or another program holds the database
  + DamagedLibrary       the database itself is broken
  + UnknownDocument      no loaded document has that name or id
  + AmbiguousDocument    several loaded documents have that name
  + ExportError          the facts cannot be written to that file
  + BadRequest           a program asks for too much at once, or for what is no question, name or number
  + MissingPackage       what was asked for needs an optional package
"""

from __future__ import annotations


class LibraryError(Exception):
    """The library cannot do what was asked."""


class NotALibrary(LibraryError):
    """The folder holds no library, or its database is not one of ours."""


class WrongVersion(LibraryError):
    """The library was made by another version of this program."""


class UnwritableLibrary(LibraryError):
    """The library cannot be changed; what it holds can still be read."""


class DamagedLibrary(LibraryError):
    """The database cannot be read."""


class UnknownDocument(LibraryError):
    """No loaded document has the name or id that was given."""


class AmbiguousDocument(LibraryError):
    """Several loaded documents have the name that was given."""


class ExportError(LibraryError):
    """The facts cannot be written to the file that was named."""


class BadRequest(LibraryError):
    """A program's request is larger than what is answered at once, or of another shape."""


class MissingPackage(LibraryError):
    """An optional package that this needs is not installed."""
