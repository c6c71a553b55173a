"""The XML of DMN as a small tree: bounded, without a DTD; nothing in it is fetched or run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.parsers import expat

import attrs

from minsheng.errors import DataError
from minsheng.visible import hidden, named

#: the namespace of each version of the standard that is read
VERSIONS = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
}
#: what this library adds to a file: units and decimal places, which the standard has none of
OWN = "urn:minsheng:dmn"
MOST_BYTES = 8 * 1024 * 1024
MOST_TAGS, MOST_DEPTH, MOST_TEXT = 60_000, 60, 10_000
#: what may stand before a type of the standard: feel:string
PREFIX = re.compile(r"^(?:\{[^}]*\}|feel:)")
_ENCODING = re.compile(rb"""<\?xml[^>]*?encoding\s*=\s*["']([\w.-]{1,40})["']""")


@attrs.frozen
class Tag:
    """An element of the standard: its name, its attributes, its text, what is in it, and its line."""

    name: str
    given: tuple[tuple[str, str], ...] = ()
    text: str = ""
    parts: tuple[Tag, ...] = ()
    line: int = attrs.field(default=0, eq=False)

    def get(self, name: str, other: str = "") -> str:
        """An attribute; units and places have ``own:`` before their names."""
        return next((value for key, value in self.given if key == name), other)

    def all(self, *names: str) -> Iterator[Tag]:
        """The elements in it that are called so."""
        return (part for part in self.parts if part.name in names)

    def one(self, *names: str) -> Tag | None:
        """The first of them."""
        return next(self.all(*names), None)

    def words(self, name: str) -> str:
        """The text of the ``text`` within an element in it: of ``inputEntry``, say."""
        part = self.one(name)
        if part is None:
            return ""
        part.refuse_language()
        inner = part.one("text")
        return inner.text if inner else ""

    def refuse_language(self) -> None:
        """Refuse a formula or a cell that is not in FEEL.

        Raises:
            DataError: it says so.
        """
        if language := self.get("expressionLanguage"):
            raise DataError.at("", f"这里的语言是 {language[:80]}", "只读 FEEL")


def read_document(data: bytes, name: str) -> Tag:
    """The ``definitions`` of a file, without what other namespaces add to them.

    Raises:
        DataError: no XML, not of DMN, or larger or deeper than any model is.
    """
    if len(data) > MOST_BYTES:
        raise DataError.at(name, f"超过 {MOST_BYTES // 1024 // 1024} MB", "请检查是否放错了文件")
    declared = _ENCODING.match(data[:200].removeprefix(b"\xef\xbb\xbf"))
    encoding = declared[1].decode("ascii").lower() if declared else "utf-8"
    if encoding not in ("utf-8", "utf-16", "us-ascii"):
        raise DataError.at(
            name, f"文件的编码是 {encoding}", "请另存为 UTF-8 的 XML（文件首行的 encoding 也要改）"
        )
    reader = _Reader(name)
    try:
        reader.parser.Parse(data, True)
    except DataError:
        raise
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise DataError.at(name, f"不是完好的 XML（{error}）", "请从原来的系统重新导出") from None
    assert reader.root is not None  # noqa: S101  # the parser refuses a file without an element
    if language := reader.root.get("expressionLanguage"):
        raise DataError.at(name, f"全部公式的语言是 {language[:80]}", "只读 FEEL")
    return reader.root


@attrs.define
class _Open:
    """An element that is not closed yet; one of another namespace has no name."""

    name: str
    given: tuple[tuple[str, str], ...]
    line: int
    texts: list[str] = attrs.field(factory=list)
    parts: list[Tag] = attrs.field(factory=list)


class _Reader:
    """What the parser's events build."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Tag | None = None
        self._version, self._tags = "", 0
        self._open: list[_Open] = []
        self.parser = expat.ParserCreate(namespace_separator=" ")
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._refuse_definitions
        self.parser.EntityDeclHandler = self._refuse_definitions
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.CharacterDataHandler = self._characters

    def _refused(self, met: str, todo: str = "请检查是否放错了文件") -> DataError:
        return DataError.at(f"{self.name} 第{self.parser.CurrentLineNumber}行", met, todo)

    def _refuse_definitions(self, *_: object) -> None:
        raise self._refused("含有 DTD 或实体定义，不读", "请从原来的系统重新导出，不带 DTD")

    def _start(self, tag: str, given: dict[str, str]) -> None:
        space, _, name = tag.rpartition(" ")
        self._tags += 1
        if self._tags > MOST_TAGS or len(self._open) >= MOST_DEPTH:
            raise self._refused(f"多于 {MOST_TAGS} 个元素，或套得深于 {MOST_DEPTH} 层")
        if not self._open:
            if name != "definitions" or space not in VERSIONS:
                known = "、".join(VERSIONS.values())
                raise self._refused(
                    f"根元素是“{name}”，命名空间是“{space}”", f"应是 DMN {known} 的 definitions"
                )
            self._version = space
        kept = []
        for key, value in given.items():
            within, _, bare = key.rpartition(" ")
            if within not in ("", OWN) or (bare.endswith("Language") and "feel" in value.lower()):
                continue  # FEEL is what is understood where nothing is said
            plain = self._plain(PREFIX.sub("", value) if bare == "typeRef" else value)
            kept.append((f"own:{bare}" if within else bare, plain))
        mine = space == self._version and (not self._open or self._open[-1].name != "")
        self._open.append(_Open(name if mine else "", tuple(sorted(kept)), self.parser.CurrentLineNumber))

    def _end(self, _: str) -> None:
        done = self._open.pop()
        if not done.name or done.name == "extensionElements":
            return
        text = self._plain("".join(done.texts)) if not done.parts else ""
        if done.name != "text":  # of which an annotation may have spaces at its ends
            text = PREFIX.sub("", text.strip()) if done.name == "typeRef" else text.strip()
        tag = Tag(done.name, done.given, text, tuple(done.parts), done.line)
        if self._open:
            self._open[-1].parts.append(tag)
        else:
            self.root = tag

    def _characters(self, text: str) -> None:
        if self._open[-1].name:
            self._open[-1].texts.append(text)

    def _plain(self, text: str) -> str:
        if len(text) > MOST_TEXT:
            raise self._refused(f"一段文字有 {len(text)} 个字，至多 {MOST_TEXT} 个")
        if not text.isprintable() and (bad := named(hidden(text))):
            raise self._refused(f"有看不见的控制字符 {bad}", "请删去")
        return text
