"""Bodies of requests: bounded, strict JSON first, then the values that a request asks with."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

import attrs

from minsheng.embedding.service.problems import BODY, Refused, as_refusal, place
from minsheng.embedding.service.shapes import is_flat
from minsheng.errors import DataError, Problems
from minsheng.plain.language import Language
from minsheng.strict import check_plain, parse_json

#: criteria nest by their expressions, up to three levels of JSON for each level of theirs
_DEEPEST = 200
#: what is checked record by record
_APART = ("record", "records")

Asked = TypeVar("Asked")


@attrs.frozen
class Unread(Generic[Asked]):
    """A body as it came, and what it should be."""

    body: bytes
    kind: type[Asked]

    def read(self, language: Language, rows: int) -> Asked:
        """The values of the body.

        Raises:
            Refused: with status 400 for what is no JSON or none that may be sent, 413 for too many
                records, 422 for all else; with every problem.
        """
        plain, apart = self._parsed()
        many = apart.get("records")
        if isinstance(many, (list, dict)) and len(many) > rows:
            raise Refused.at(413, place(("records",)), f"超过 {rows} 条", "请分几次送")
        problems = Problems(place=place)
        try:
            made = language.read({**plain, **apart}, self.kind, problems)
            problems.refuse()
        except DataError as error:
            raise as_refusal(error) from None
        assert made is not None  # noqa: S101  # for type checkers: without a problem there is a value
        return made

    def _parsed(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The body as plain data, and its records, which are still to be looked at.

        Raises:
            Refused: it is no JSON, or holds what no data may hold.
        """
        problems = Problems(place=place)
        try:
            plain = parse_json(self.body, BODY)
            if not isinstance(plain, dict):
                raise DataError.at(BODY, "应是一个对象", "写成 { … }")
            apart = {name: plain.pop(name) for name in _APART if name in plain}
            if not is_flat(plain):
                check_plain(plain, problems, deepest=_DEEPEST)
                problems.refuse()
        except DataError as error:
            raise as_refusal(error, 400) from None
        return plain, apart
