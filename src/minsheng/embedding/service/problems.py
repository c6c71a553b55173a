"""What is answered when a request is refused: a problem document (RFC 9457) with every problem in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from http import HTTPStatus

import attrs

from minsheng.errors import DataError, MinshengError, Path, Problem, UnknownName
from minsheng.strict import dotted

MEDIA_TYPE = "application/problem+json"


#: what a body is called in places
BODY = "请求"


def place(path: Path) -> str:
    """Where in the body, counted from 0 as programs do.

    >>> place(("records", 7, "paid"))
    '请求，records[7].paid'
    """
    return f"{BODY}，{dotted(path, 0)}" if path else BODY


class Refused(Exception):  # noqa: N818  # an answer, not a failure of the service
    """A request that is not answered as asked; ``headers`` go with the answer."""

    def __init__(
        self, status: int, problems: Iterable[Problem] = (), headers: Iterable[tuple[str, str]] = ()
    ) -> None:
        super().__init__(status)
        self.status, self.problems, self.headers = status, tuple(problems), tuple(headers)

    @classmethod
    def at(
        cls, status: int, where: str, met: str, todo: str = "", headers: Iterable[tuple[str, str]] = ()
    ) -> Refused:
        """A refusal for one reason."""
        return cls(status, [Problem(where, met, todo)], headers)

    @property
    def document(self) -> bytes:
        """The problem document.

        >>> print(Refused(404).document.decode())
        {"type":"about:blank","title":"Not Found","status":404,"problems":[]}
        """
        whole = {"type": "about:blank", "title": HTTPStatus(self.status).phrase, "status": self.status}
        return json.dumps(
            whole | {"problems": [one.told for one in self.problems]},
            ensure_ascii=False,
            separators=(",", ":"),
        ).encode()

    @property
    def answer(self) -> tuple[list[tuple[bytes, bytes]], bytes]:
        """The headers and the body of the answer."""
        body = self.document
        headers = [("content-type", MEDIA_TYPE), ("content-length", str(len(body))), *self.headers]
        return [(name.encode(), value.encode()) for name, value in headers], body


def head_too_large(most: int) -> Refused:
    """The refusal of a request whose address and headers are too long."""
    return Refused.at(
        431, "请求", f"地址和头超过 {most // 1024} KB", "请去掉不用的头", [("connection", "close")]
    )


def too_large(most: int) -> Refused:
    """The refusal of a body."""
    return Refused.at(413, "请求", f"超过 {most // 1024**2} MB", "请分几次送")


def as_refusal(error: MinshengError, status: int = 422) -> Refused:
    """An error of this library as the answer to the request that caused it."""
    if isinstance(error, DataError):
        return Refused(status, map(_in_body, error.problems))
    if isinstance(error, UnknownName):
        return Refused.at(status, place(error.path), error.in_chinese)
    return Refused.at(status, BODY, str(error))


def _in_body(problem: Problem) -> Problem:
    """The problem with its place in the body, whatever the library calls it: its arguments are our keys."""
    if problem.where.startswith(BODY):
        return problem
    if problem.path:
        return attrs.evolve(problem, where=place(problem.path))
    return Problem(BODY, f"{problem.where}：{problem.met}" if problem.where else problem.met, problem.todo)
