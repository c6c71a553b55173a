"""Where the published tables lie that tests read."""

from pathlib import Path

CASES = Path(__file__).parent / "data" / "cases"
