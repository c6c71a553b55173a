"""minsheng: a city's yearly livelihood projects as values, and rules that judge them.

    >>> import minsheng as ms
    >>> p = ms.load("yueyang-2023")
    >>> report = ms.check(p)
    >>> report["A101"].summary
    '成立 41 处'

Every public name is here, and loaded when it is first used: ``import minsheng`` costs nothing.
``__init__.pyi`` beside this file says which names there are and where they live, once for type
checkers and for the package itself.
"""


def _text(path: str) -> str:
    """A file of the package, by its loader, which reads a zip file too: importlib.resources costs more."""
    return __spec__.loader.get_data(f"{__path__[0]}/{path}").decode("utf-8")


def _names() -> dict[str, str]:
    """Every public name with its module, as ``__init__.pyi`` lists them; read once."""
    if not _MODULE_OF:
        for line in _text("__init__.pyi").splitlines():
            if line.startswith("from "):
                _, module, _, names = line.split(" ", 3)
                _MODULE_OF.update((name.partition(" as ")[0], module) for name in names.split(", "))
    return _MODULE_OF


_MODULE_OF: dict[str, str] = {}


def __getattr__(name: str) -> object:
    if name == "__version__":
        from importlib.metadata import version

        return version("minsheng")
    if name == "__all__":
        value: object = sorted([*_names(), "__version__"])
    elif name in _names():
        from importlib import import_module

        value = getattr(import_module(_names()[name]), name)
    else:
        raise AttributeError(f"module 'minsheng' has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__() -> object:
    return __getattr__("__all__")
