"""The public names of ``minsheng.writing``: for type checkers, and for the package itself."""

# fmt: off
# isort: off
from minsheng.writing.acceptance_forms import write_acceptance_forms as write_acceptance_forms
from minsheng.writing.dmn import write_dmn as write_dmn
from minsheng.writing.forms import write_forms as write_forms
from minsheng.writing.register import write_register as write_register

__all__: list[str]
