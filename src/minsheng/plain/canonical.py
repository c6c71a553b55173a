"""Formats: a name and a version for plain data; its canonical form, and the digest of that."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import attrs

from minsheng.errors import DataError


@attrs.frozen
class Format:
    """What values of a class are called as documents of their own.

    What was written once is read for ever: a new version comes with what makes it of the one before.

    Args:
        name: the name, ``programme``.
        upgrades: for each version but the last, what makes its data data of the next.
    """

    name: str
    upgrades: tuple[Callable[[dict[str, Any]], dict[str, Any]], ...] = ()

    @property
    def version(self) -> int:
        """The version that is written now."""
        return len(self.upgrades) + 1

    @property
    def head(self) -> dict[str, Any]:
        """What such a document begins with.

        >>> Format("programme").head
        {'format': 'minsheng/programme', 'version': 1}
        """
        return {"format": f"minsheng/{self.name}", "version": self.version}

    def opened(self, plain: Any, name: str) -> dict[str, Any]:
        """The data of a document without its head, as of the version of now.

        Raises:
            DataError: another format, or a version that is not known here.

        >>> Format("programme").opened({"format": "minsheng/programme", "version": 1, "name": "x"}, "JSON")
        {'name': 'x'}
        """
        if not isinstance(plain, dict) or plain.get("format") != self.head["format"]:
            met = (
                "没有写明格式"
                if not isinstance(plain, dict) or "format" not in plain
                else (f"格式是“{plain['format']!s:.60}”")
            )
            raise DataError.at(name, met, f'应有 "format": "{self.head["format"]}"')
        version = plain.get("version")
        if type(version) is not int or not 1 <= version <= self.version:
            todo = f"这里认识的版本：1 至 {self.version}；更新的请用更新的 minsheng 读"
            met = f"版本是“{version!s:.20}”" if "version" in plain else "没有写明版本"
            raise DataError.at(f"{name}，version", met, todo, ("version",))
        data = {key: value for key, value in plain.items() if key not in self.head}
        for upgrade in self.upgrades[version - 1 :]:
            data = upgrade(data)
        return data


def canonical(plain: Any) -> bytes:
    """The one form of plain data whose bytes are the same everywhere: that of RFC 8785.

    >>> canonical({"b": "县", "a": [1, None]}).decode()
    '{"a":[1,null],"b":"县"}'
    """
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    if not text.isascii() and max(text) > "\uffff":  # which UTF-16, and so the standard, sorts otherwise
        text = json.dumps(_sorted(plain), ensure_ascii=False, separators=(",", ":"))
    return text.encode()


def _sorted(plain: Any) -> Any:
    if isinstance(plain, list):
        return [*map(_sorted, plain)]
    if isinstance(plain, dict):
        return {key: _sorted(plain[key]) for key in sorted(plain, key=lambda key: key.encode("utf-16-be"))}
    return plain


def digest_of_plain(plain: Any) -> str:
    """The SHA-256 of the canonical form."""
    return hashlib.sha256(canonical(plain)).hexdigest()
