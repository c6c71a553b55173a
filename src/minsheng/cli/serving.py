"""``minsheng serve``: the engine over HTTP."""

from __future__ import annotations

import argparse
import ipaddress
import json
import logging
import os
import re
import sys
from pathlib import Path

from minsheng.cli.exits import ALL_HELD
from minsheng.errors import DataError, MinshengError
from minsheng.reading.files import read_bytes

#: shorter ones can be guessed
_SHORTEST = 16


def add_serve(serve: argparse.ArgumentParser) -> None:
    """Tell the parser what the command takes."""
    serve.epilog = (
        "别的机器要来问，得先有口令：环境变量 MINSHENG_TOKEN，或 --token-file；口令不写在命令里。"
        "退出码：0 已按要求停下，2 不能运行。"
    )
    serve.add_argument(
        "--data", metavar="文件夹", help="里面放 programmes、schemes、criteria；不写只有自带的"
    )
    serve.add_argument("--host", metavar="地址", default="127.0.0.1", help="在哪个地址上，不写只在本机")
    serve.add_argument("--port", metavar="端口", type=int, default=8765, help="不写为 8765；0 由系统定")
    serve.add_argument("--token-file", metavar="文件", help="第一行是口令的文件")
    serve.add_argument(
        "--origin",
        metavar="网址",
        action="append",
        default=[],
        help="准许浏览器里哪个网站的页面来问，如 https://a.cn",
    )
    serve.set_defaults(run=_serve)


def _serve(given: argparse.Namespace) -> int:
    try:
        from minsheng.embedding.service.app import make_app
        from minsheng.embedding.service.limits import Limits
        from minsheng.embedding.service.server import listen, serve
        from minsheng.embedding.service.shelf import Shelf
    except ImportError as error:
        raise MinshengError(f'服务要用 {error.name}，请安装：pip install "minsheng[service]"') from None
    token = _token(given.token_file)
    if token is None and not _is_local(given.host):
        raise MinshengError(
            f"在 {given.host} 上，别的机器也能来问：请先设口令（MINSHENG_TOKEN 或 --token-file）"
        )
    for origin in given.origin:
        if not re.fullmatch(r"https?://[\w.-]+(:\d{1,5})?", origin, re.ASCII):
            raise MinshengError(f"“{origin}”不是网址的开头，请写成 https://a.cn 或 http://127.0.0.1:8080")
    if not 0 <= given.port < 2**16:
        raise MinshengError(f"没有 {given.port} 这个端口，请写 0 到 65535")
    found = (given.plugged,) if given.plugins else ()
    shelf, limits = Shelf.of(None if given.data is None else Path(given.data), *found), Limits()
    try:
        listening = listen(given.host, given.port)
    except OSError as error:
        why = error.strerror or error
        raise MinshengError(f"{given.host} 的 {given.port} 端口用不了（{why}）") from None
    host, port = listening.getsockname()[:2]
    log = _log()
    log.info(json.dumps({"listening": f"http://{f'[{host}]' if ':' in host else host}:{port}"}))
    serve(make_app(shelf, limits, token=token, origins=given.origin), listening, limits)
    log.info(json.dumps({"stopped": True}))
    return ALL_HELD


def _token(file: str | None) -> bytes | None:
    """The token of the file or of the environment."""
    told = os.environ.get("MINSHENG_TOKEN")
    if file is not None and told is not None:
        raise MinshengError("口令写了两处：MINSHENG_TOKEN 和 --token-file，只留一处")
    if file is not None:
        told = read_bytes(Path(file)).decode("utf-8", "replace").partition("\n")[0].rstrip("\r")
    if told is None:
        return None
    if not re.fullmatch(rf"[!-~]{{{_SHORTEST},500}}", told):
        raise DataError.at("口令", f"不是至少 {_SHORTEST} 个英文字母、数字和符号")
    return told.encode()


def _is_local(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _Line(logging.Formatter):
    """One line of JSON; of the server's own messages, which may come with a traceback, the first words."""

    def format(self, record: logging.LogRecord) -> str:
        return str(record.msg) if record.name == "minsheng.service" else json.dumps({"server": record.msg})


def _log() -> logging.Logger:
    """Lines on standard error, one for each request."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line())
    for name, level in (("uvicorn.error", logging.WARNING), ("minsheng.service", logging.INFO)):
        log = logging.getLogger(name)
        log.addHandler(handler)
        log.setLevel(level)
        log.propagate = False
    # the lines say neither which thread nor which process: finding out takes longer than writing them
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = False
    return log
