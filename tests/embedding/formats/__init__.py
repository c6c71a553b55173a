"""Files of every format and version, as they were written. None of them is ever changed.

``python -m tests.embedding.formats`` writes those that are not there yet, and the schemas.
"""
