"""Light policies: those that come with the library, and one's own, from TOML files."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.lights import LightPolicy
from minsheng.errors import DataError, Problems, UnknownName
from minsheng.loading.files import File, read_toml
from minsheng.loading.structure import structure


def light_policy_names() -> tuple[str, ...]:
    """The light policies that come with the library.

    >>> "yinchuan-2025" in light_policy_names()
    True
    """
    data = files("minsheng") / "data" / "lights"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in data.iterdir()))


@asked
def load_lights(source: str | Path) -> LightPolicy:
    """A light policy by the name of one that comes with the library, or from a TOML file.

    Raises:
        DataError: the file cannot be read, or its bands have a gap or an overlap; all of it at
            once, with file and line.
        UnknownName: no such policy.

    >>> [str(band) for band in load_lights("yinchuan-2025").bands]
    ['(-10, ∞) 绿灯', '[-30, -10] 黄灯', '(-∞, -30) 红灯']
    """
    file: File = Path(source)
    if str(source) in light_policy_names():
        file = files("minsheng") / "data" / "lights" / f"{source}.toml"
    elif isinstance(source, str) and not source.endswith(".toml"):
        raise UnknownName("light policy", source, light_policy_names())
    problems = Problems()
    plain, _ = read_toml(file, problems)
    policy = None if problems else structure(plain, LightPolicy, "", problems)
    if policy is None:
        raise DataError(problems)
    return policy
