"""The library inside other systems: values as versioned plain data, and schemas of it.

    >>> import minsheng as ms
    >>> policy = ms.measuring.load_lights("ouhai")
    >>> data = ms.embedding.to_data(policy)
    >>> data["format"], data["version"], ms.embedding.from_data(data) == policy
    ('minsheng/lights', 1, True)

``ms.dump`` and ``ms.load_json`` do the same with JSON text, ``ms.json_schema`` describes a format.
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
