"""Lists of rewards from TOML files."""

from __future__ import annotations

from pathlib import Path

from minsheng.asking import asked
from minsheng.domain.plain import DOMAIN
from minsheng.errors import DataError, Problems
from minsheng.reading.files import read_toml
from minsheng.rules.scoring.reward_lists import RewardPolicy


@asked
def load_rewards(source: str | Path) -> RewardPolicy:
    """Whom a regulation commends, talks to, names or gives extra marks, from a TOML file.

    Raises:
        DataError: the file cannot be read; a list names nobody, or contradicts itself; all of it at
            once, with file and line.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "激励.toml"
    ...     text = 'title = "某办法"\\n[[lists]]\\nid = "best"\\ntitle = "通报表扬"\\nfirst = 3\\n'
    ...     _ = path.write_text(text, "utf-8")
    ...     load_rewards(path).lists[0].rule
    '前 3 名'
    """
    problems = Problems()
    plain, _ = read_toml(Path(source), problems)
    policy = None if problems else DOMAIN.read(plain, RewardPolicy, problems)
    if policy is None:
        raise DataError(problems)
    return policy
