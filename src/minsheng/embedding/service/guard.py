"""What stands before the framework: who may ask, with what, and one line of log for each request.

Written against ASGI itself, because it is in the way of every request.
"""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from itertools import chain
from typing import Any

import attrs
import msgspec

from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.problems import Refused, head_too_large, too_large

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

LOG = logging.getLogger("minsheng.service")
#: names of this machine's own: another, in a browser, is a page that had its name point here
_LOCAL = frozenset({b"127.0.0.1", b"localhost", b"[::1]"})


@attrs.frozen
class Guard:
    """An ASGI application around another.

    Args:
        app: what answers.
        token: what must be shown; None asks for none, and answers only those who name this machine.
        browsers: whether pages of other origins may ask; their browsers ask first, without a token.
    """

    app: App
    limits: Limits
    token: bytes | None = None
    browsers: bool = False

    async def __call__(self, scope: Any, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began = time.perf_counter_ns()
        request = secrets.token_hex(8)
        status = size = 0

        async def sending(message: Message) -> None:
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request.encode())]
            else:
                size += len(message.get("body", b""))
            await send(message)

        # what answers GET answers HEAD too; the server sends no body to who asked so
        asked = scope | {"method": "GET"} if scope["method"] == "HEAD" else scope
        try:
            parts = scope["raw_path"], scope["query_string"], *chain.from_iterable(scope["headers"])
            if sum(map(len, parts)) + 4 * len(scope["headers"]) > self.limits.header_bytes:
                raise head_too_large(self.limits.header_bytes)
            heads = dict(scope["headers"])
            self._admit(scope, heads)
            if scope["method"] == "POST":
                length = heads.get(b"content-length", b"0")
                if len(length) > 15 or int(length) > self.limits.body:
                    raise too_large(self.limits.body)
            await self.app(asked, receive, sending)
        except Refused as refused:
            if not status:
                await _answer(refused, sending)
        finally:
            spent = (time.perf_counter_ns() - began) // 10_000 / 100
            sent = size if asked is scope else 0
            route = asked.get("path_template", "-")
            log(request=request, method=scope["method"], route=route, status=status, ms=spent, bytes=sent)

    def _admit(self, scope: Any, heads: dict[bytes, bytes]) -> None:
        """Let a request pass.

        Raises:
            Refused: it shows no token, or another; or, where none is asked for, it was sent to another name.
        """
        if self.token is None:
            host = heads.get(b"host", b"").lower()
            if host.rpartition(b":")[0] not in _LOCAL and host not in _LOCAL:
                raise Refused.at(421, "Host", "不是本机的名称", "用 127.0.0.1；要别的机器来问，请设口令")
            return
        if scope["path"] == "/health" or (self.browsers and scope["method"] == "OPTIONS"):
            return
        scheme, _, shown = heads.get(b"authorization", b"").partition(b" ")
        if scheme.lower() != b"bearer" or not hmac.compare_digest(shown.strip(), self.token):
            ask = [("www-authenticate", 'Bearer realm="minsheng"')]
            raise Refused.at(401, "Authorization", "没有口令，或者不对", "写成 Bearer 口令", ask)


def is_json(heads: dict[bytes, bytes]) -> None:
    """Let a body of JSON pass, before any of it is read.

    Raises:
        Refused: it is said to be something else, or packed.
    """
    kind = heads.get(b"content-type", b"").partition(b";")[0].strip().lower()
    if kind != b"application/json" or b"content-encoding" in heads:
        todo = "写明 Content-Type: application/json，不要压缩"
        raise Refused.at(415, "Content-Type", "不是 application/json", todo)


async def _answer(refused: Refused, send: Send) -> None:
    headers, body = refused.answer
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def log(**line: object) -> None:
    """Write the line of a request."""
    if LOG.isEnabledFor(logging.INFO):
        # made here, because info() looks for its caller, which takes longer than all else of the line
        said = msgspec.json.encode(line).decode()
        LOG.handle(LOG.makeRecord(LOG.name, logging.INFO, "", 0, said, (), None))
