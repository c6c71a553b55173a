"""The public names of ``minsheng.embedding``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.embedding.documents import digest as digest, from_data as from_data, to_data as to_data
from minsheng.embedding.formats import format_names as format_names

__all__: list[str]
