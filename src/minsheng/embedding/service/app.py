"""What can be asked: the routes, each with what it takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import attrs
import msgspec
from litestar import Litestar, Request, Response, get, post
from litestar.config.cors import CORSConfig
from litestar.exceptions import HTTPException
from litestar.params import FromPath, JSONBody

from minsheng import __version__
from minsheng.embedding.formats import format_names
from minsheng.embedding.schemas import json_schema
from minsheng.embedding.service.bodies import Explain, Explanations, Judge, Judged, Rows
from minsheng.embedding.service.described import Body, Formats, described, page_files
from minsheng.embedding.service.guard import LOG, Guard, is_json
from minsheng.embedding.service.jobs import Jobs
from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.problems import MEDIA_TYPE, Refused, as_refusal, too_large
from minsheng.embedding.service.programme_bodies import (
    Allocate,
    Allocated,
    Check,
    Checked,
    Published,
    Score,
    Scored,
    Verified,
)
from minsheng.embedding.service.programme_work import allocated, checked, scored, verified
from minsheng.embedding.service.reading import Asked, Unread
from minsheng.embedding.service.shapes import spoken
from minsheng.embedding.service.shelf import Shelf
from minsheng.embedding.service.work import explained, judged
from minsheng.errors import MinshengError, UnknownName
from minsheng.plain.language import Language

#: bodies up to here that need no compiling are answered at once: handing them to a thread takes longer
_SHORT = 8 * 1024
_FRAMEWORK = {
    400: ("请求", "是空的，或者头不合格", "写成 { … }"),
    404: ("地址", "没有这个地址", "有哪些，见 /docs"),
    405: ("地址", "不能用这个方法", "有哪些，见 /docs"),
}
_POST: dict[str, Any] = {"dto": Body, "return_dto": None, "status_code": 200}


def _counted(most: int) -> type[Request[Any, Any, Any]]:
    """Requests whose bodies are counted while they arrive; the framework's looks at every header first."""

    class Counted(Request[Any, Any, Any]):
        async def body(self) -> bytes:
            is_json(dict(self.scope["headers"]))
            parts, size, more = list[bytes](), 0, True
            while more:
                message: Any = await self.receive()
                if message["type"] != "http.request":
                    raise Refused.at(400, "请求", "没有送完")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > most:
                    raise too_large(most)
                more = message.get("more_body", False)
            return b"".join(parts)

    return Counted


class _Answer(Response[Any]):
    """An answer that is JSON already, sent as it is: the framework's way takes longer than judging."""

    def __init__(self, body: bytes) -> None:
        self.body = body

    def to_asgi_response(self, *_: Any, **__: Any) -> Any:
        """An application that answers with it."""
        return self._sent

    async def _sent(self, scope: Any, receive: Any, send: Any) -> None:
        length = str(len(self.body)).encode()
        headers = [(b"content-type", b"application/json"), (b"content-length", length)]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self.body})


@attrs.frozen
class Desk:
    """Answers bodies: at once what is short, in a thread what may take long."""

    language: Language
    limits: Limits
    jobs: Jobs

    async def answer(
        self, unread: Unread[Asked], work: Callable[[Asked], Any], *, long: bool = False
    ) -> Response[Any]:
        """The answer to a body."""

        def made() -> bytes:
            try:
                return msgspec.json.encode(work(unread.read(self.language, self.limits.rows)))
            except MinshengError as error:
                raise as_refusal(error) from None

        short = len(unread.body) <= _SHORT and b'"requirement"' not in unread.body
        return _Answer(made() if short and not long else await self.jobs.run(made))


def make_app(
    shelf: Shelf, limits: Limits, *, token: bytes | None = None, origins: Sequence[str] = ()
) -> Guard:
    """The service as an ASGI application.

    Args:
        shelf: what is known by name.
        limits: its bounds.
        token: what every request but ``/health`` must show; default: nothing.
        origins: of pages in browsers that may ask.
    """
    language = spoken(shelf, limits.rows)
    desk = Desk(language, limits, Jobs(limits))

    @post("/judge", **_POST)
    async def judge(data: JSONBody[Unread[Judge]]) -> Response[Judged | Rows]:
        """Judge one record, or up to 10,000: the outcome of each criterion."""
        return await desk.answer(data, judged)

    @post("/explain", **_POST)
    async def explain(data: JSONBody[Unread[Explain]]) -> Response[Explanations]:
        """Judge one record and write the working of each outcome."""
        return await desk.answer(data, explained)

    @post("/check", **_POST)
    async def check(data: JSONBody[Unread[Check]]) -> Response[Checked]:
        """Check a programme by the standard rules, and those of plug-ins if the service has any."""
        return await desk.answer(data, partial(checked, shelf.rules), long=True)

    @post("/score", **_POST)
    async def score(data: JSONBody[Unread[Score]]) -> Response[Scored]:
        """Score and rank the subjects of a programme, or records, by a scheme."""
        return await desk.answer(data, scored, long=True)

    @post("/allocate", **_POST)
    async def allocate(data: JSONBody[Unread[Allocate]]) -> Response[Allocated]:
        """Divide a total over areas, exactly and in whole steps."""
        return await desk.answer(data, allocated, long=True)

    @post("/published", **_POST)
    async def published(data: JSONBody[Unread[Published]]) -> Response[Verified]:
        """Check whether the figures of a printed table follow from each other."""
        return await desk.answer(data, verified, long=True)

    @get("/schema/{name:str}")
    async def schema(name: FromPath[str]) -> dict[str, Any]:
        """The JSON Schema (2020-12) of a format."""
        try:
            return json_schema(name)
        except UnknownName as error:
            raise as_refusal(error, 404) from None

    @get("/schema")
    async def schemas() -> dict[str, tuple[str, ...]]:
        """The formats that have a schema."""
        return {"formats": format_names()}

    @get("/names")
    async def names() -> dict[str, tuple[str, ...]]:
        """What is known by name: programmes, schemes, criteria."""
        return shelf.names

    @get("/health")
    async def health() -> dict[str, str]:
        """Whether the service answers; needs no token."""
        return {"status": "ok", "version": __version__}

    app = Litestar(
        [judge, explain, check, score, allocate, published, schemas, schema, names, health, page_files()],
        openapi_config=described(language, token=token is not None),
        plugins=[Formats()],
        request_class=_counted(limits.body),
        cors_config=CORSConfig(allow_origins=[*origins]) if origins else None,
        exception_handlers={Refused: _refused, HTTPException: _by_framework, Exception: _failed},
        logging_config=None,
    )
    return Guard(app, limits, token, browsers=bool(origins))


def _refused(_: Request[Any, Any, Any], refused: Refused) -> Response[bytes]:
    return Response(
        refused.document, status_code=refused.status, media_type=MEDIA_TYPE, headers=dict(refused.headers)
    )


def _by_framework(request: Request[Any, Any, Any], error: HTTPException) -> Response[bytes]:
    """What the framework refuses."""
    where, met, todo = _FRAMEWORK.get(error.status_code, ("请求", "不合格", ""))
    headers = [(name, value.replace("GET,", "GET, HEAD,")) for name, value in (error.headers or {}).items()]
    return _refused(request, Refused.at(error.status_code, where, met, todo, headers))


def _failed(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """Our own mistake. Its message may quote a record, so the log has only where it happened."""
    at = error.__traceback__
    while at is not None and at.tb_next is not None:
        at = at.tb_next
    where = f"{at.tb_frame.f_code.co_filename}:{at.tb_lineno}" if at else "?"
    LOG.error(msgspec.json.encode({"error": type(error).__name__, "at": where}).decode())
    return _refused(request, Refused.at(500, "服务", "自己出了错", "请把 X-Request-Id 告诉管服务的人"))
