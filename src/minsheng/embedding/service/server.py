"""A process that listens: uvicorn, bounded where it waits for its clients, and stopped with grace."""

from __future__ import annotations

import asyncio
import secrets
import signal
import socket
import sys
from http import HTTPStatus
from typing import Any

import attrs
import h11
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from minsheng.embedding.service.guard import Guard, log
from minsheng.embedding.service.limits import Limits
from minsheng.embedding.service.problems import Refused, head_too_large


def _protocol(app: Guard, limits: Limits) -> type[H11Protocol]:
    """A connection that ends when its client sends half a head, or does not read its answer.

    What never comes to the guard is refused here, in the same form.
    """
    full = attrs.evolve(app, app=_full)

    class Connection(H11Protocol):
        _arriving: asyncio.TimerHandle | None = None
        _whose: object = None
        _unread: asyncio.TimerHandle | None = None

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as theirs
            super().connection_made(transport)
            self._expect(None, limits.header_seconds)
            if len(self.connections) > limits.connections:
                self.app = full

        def send_400_response(self, msg: str) -> None:
            """Of what is no HTTP, or has too long a head."""
            if self.conn.our_state not in (h11.IDLE, h11.SEND_RESPONSE):  # it is being answered already
                self.transport.close()
                return
            status = getattr(sys.exc_info()[1], "error_status_hint", 400)
            refused = Refused.at(status, "请求", "不是合格的 HTTP/1.1", "", [("connection", "close")])
            refused = head_too_large(limits.header_bytes) if status == 431 else refused
            request = secrets.token_hex(8)
            headers, body = refused.answer
            headers.append((b"x-request-id", request.encode()))
            for event in (
                h11.Response(status_code=status, headers=headers, reason=HTTPStatus(status).phrase.encode()),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ):
                self.transport.write(self.conn.send(event) or b"")
            self.transport.close()
            log(request=request, method="-", route="-", status=status, ms=0, bytes=len(body))

        def data_received(self, data: bytes) -> None:
            super().data_received(data)
            cycle = self.cycle
            if cycle is not None and not cycle.response_complete and not cycle.more_body:
                _cancel(self._arriving)  # all has come, and is being answered
                self._arriving = None
            elif self._arriving is None or self._whose is not cycle:
                # half a head, a body, or one that nobody waits for any more: what goes on from here on
                # has one deadline, however often a little of it comes
                half = cycle is None or cycle.response_complete
                self._expect(cycle, limits.header_seconds if half else limits.body_seconds)

        def _expect(self, cycle: object, seconds: int) -> None:
            _cancel(self._arriving)
            self._whose = cycle
            self._arriving = self.loop.call_later(seconds, self.transport.abort)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._unread = self.loop.call_later(limits.unread_seconds, self.transport.abort)

        def resume_writing(self) -> None:
            super().resume_writing()
            _cancel(self._unread)

        def connection_lost(self, exc: Exception | None) -> None:
            _cancel(self._arriving)
            _cancel(self._unread)
            super().connection_lost(exc)

    return Connection


async def _full(*_: Any) -> None:
    raise Refused.at(503, "服务", "连接太多", "请稍后再试", [("retry-after", "5"), ("connection", "close")])


def _cancel(timer: asyncio.TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


def serve(app: Guard, listening: socket.socket, limits: Limits) -> None:
    """Answer until SIGTERM or SIGINT comes; answers begun by then are finished."""
    config = uvicorn.Config(
        app,
        http=_protocol(app, limits),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_keep_alive=limits.idle_seconds,
        timeout_graceful_shutdown=limits.stop_seconds,
        h11_max_incomplete_event_size=limits.header_bytes,
    )
    for which in (signal.SIGTERM, signal.SIGINT):
        signal.signal(which, _stopped)  # uvicorn raises it again when it is done, and we are too
    uvicorn.Server(config).run(sockets=[listening])


def _stopped(*_: Any) -> None:
    """The end was asked for, and has come."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens there.

    Raises:
        OSError: the address is none of this machine's, or taken.
    """
    [(family, *_, address), *_] = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return socket.create_server(address[:2], family=family, backlog=1024)
