"""The keys of a JSON object, strictly taken: a typing mistake is an error that names the key."""

from __future__ import annotations

from typing import Any


class Fields:
    """The keys of a JSON object, each taken once with its type; `finish` complains about those that are left."""

    def __init__(self, written: Any, name: str) -> None:
        if not isinstance(written, dict):
            raise ValueError(f"{name} must be an object")
        self._left, self._name = dict(written), name

    def take(self, key: str, default: Any = None) -> Any:
        return self._left.pop(key, default)

    def text(self, key: str) -> str | None:
        value = self.take(key)
        if value is not None and not (isinstance(value, str) and value.strip()):
            raise ValueError(f"{key!r} of {self._name} must be a text")
        return value

    def required(self, key: str) -> str:
        value = self.text(key)
        if value is None:
            raise ValueError(f"{key!r} of {self._name} is missing")
        return value

    def number(self, key: str) -> int | None:
        value = self.take(key)
        if value is not None and type(value) is not int:
            raise ValueError(f"{key!r} of {self._name} must be a whole number")
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key, False)
        if not isinstance(value, bool):
            raise ValueError(f"{key!r} of {self._name} must be true or false")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        values = self.take(key, [])
        if not isinstance(values, list) or not all(isinstance(value, str) and value.strip() for value in values):
            raise ValueError(f"{key!r} of {self._name} must be a list of texts")
        return tuple(values)

    def objects(self, key: str) -> list[dict[str, Any]]:
        values = self.take(key, [])
        if not isinstance(values, list) or not all(isinstance(value, dict) for value in values):
            raise ValueError(f"{key!r} of {self._name} must be a list of objects")
        return values

    def choice(self, key: str, allowed: tuple[str, ...]) -> str:
        value = self.required(key)
        if value not in allowed:
            raise ValueError(f"{key!r} is {value!r}; it must be one of {', '.join(allowed)}")
        return value

    def choices(self, key: str, allowed: tuple[str, ...], *, optional: bool = False) -> tuple[str, ...]:
        """One of the allowed words, or a list of them."""
        value = self.take(key)
        if value is None and optional:
            return ()
        values = value if isinstance(value, list) else [value]
        if not values or any(word not in allowed for word in values):
            raise ValueError(f"{key!r} is {value!r}; it must hold {', '.join(allowed)}")
        return tuple(values)

    def finish(self) -> None:
        if self._left:
            raise ValueError(f"{self._name} has unknown keys: {', '.join(sorted(self._left))}")
