"""What comes with the library: programmes, of some their progress, schemes, light policies; or one's own."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from minsheng.errors import UnknownName
from minsheng.reading.files import File, is_folder
from minsheng.reading.folder import PROGRAMME


def programme_names() -> tuple[str, ...]:
    """The programmes that come with the library.

    >>> programme_names()
    ('yueyang-2019', 'yueyang-2023')
    """
    data = files("minsheng") / "data"
    return tuple(sorted(entry.name for entry in data.iterdir() if (entry / PROGRAMME).is_file()))


def has_progress(name: str) -> bool:
    """Whether a programme of that name comes with the library, and its progress too.

    >>> has_progress("yueyang-2019"), has_progress("yueyang-2023")
    (True, False)
    """
    folder = files("minsheng") / "data" / name
    return name in programme_names() and (folder / "progress.csv").is_file()


def names_in(folder: str) -> tuple[str, ...]:
    """What a folder of the library's data has, by name."""
    data = files("minsheng") / "data" / folder
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in data.iterdir()))


def toml_file(source: str | Path, folder: str, what: str, within: str = "") -> File:
    """The TOML file of a name that comes with the library, or one's own.

    Args:
        source: the name, or the file.
        folder: which folder of the library's data has the names.
        what: what kind of thing it is, in English.
        within: what the file is called where the source is the folder it lies in.

    Raises:
        UnknownName: a text that is none of these.
    """
    path = Path(source)
    if isinstance(source, str) and source in names_in(folder):
        return files("minsheng") / "data" / folder / f"{source}.toml"
    if within and is_folder(path):
        return path / within
    if isinstance(source, str) and not source.endswith(".toml"):
        raise UnknownName(what, source, names_in(folder))
    return path
