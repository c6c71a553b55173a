"""Values as files: registers to work with, forms to be filled in; ``ms.write_table`` begins it.

>>> import minsheng as ms
>>> sorted(ms.writing.__all__)
['write_acceptance_forms', 'write_dmn', 'write_forms', 'write_register']
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
