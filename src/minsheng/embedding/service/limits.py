"""How much, how deep and how long: what keeps one client from taking the service away from others."""

from __future__ import annotations

import attrs


@attrs.frozen
class Limits:
    """The bounds of the service.

    Args:
        body: bytes of a body, counted while they arrive.
        rows: records in one request.
        body_seconds: for a body to arrive.
        work_seconds: for an answer; then 503.
        jobs: long jobs at one time; each has a thread.
        waiting: long jobs that may wait for one of these; more are refused.
        header_bytes, header_seconds: for the head of a request, or of one more on a kept connection.
        idle_seconds: how long a connection without a request is kept.
        unread_seconds: how long a client may leave its answer unread.
        connections: at one time; who comes after is refused.
        stop_seconds: how long a stopping service waits for answers that are being written.
    """

    body: int = 8 * 1024 * 1024
    rows: int = 10_000
    body_seconds: int = 20
    work_seconds: int = 30
    jobs: int = 2
    waiting: int = 8
    header_bytes: int = 16 * 1024
    header_seconds: int = 10
    idle_seconds: int = 15
    unread_seconds: int = 30
    connections: int = 512
    stop_seconds: int = 30
