"""The library inside other systems: values as versioned plain data, and schemas of it.

    >>> import minsheng as ms
    >>> policy = ms.measuring.load_lights("ouhai")
    >>> data = ms.embedding.to_data(policy)
    >>> data["format"], data["version"], ms.embedding.from_data(data) == policy
    ('minsheng/lights', 1, True)

``ms.dump`` and ``ms.load_json`` do the same with JSON text, ``ms.json_schema`` describes a format.

``judge_file`` and ``judge_postgres`` judge tables of any length, row by row:

    >>> from pathlib import Path
    >>> paid = ms.column("paid", "元/月·人", places=2)
    >>> floor = ms.Criterion("P201", paid >= ms.Amount(650, "元/月·人"), title="低保标准")
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = Path(folder) / "发放.csv"
    ...     _ = file.write_text("户,paid\\n户01,650\\n户02,640.5\\n户03,六百多\\n", "utf-8")
    ...     judged = ms.embedding.judge_file([floor], file)
    >>> print(judged.summary)
    发放.csv：3 行，1 条规则；不符合 1 处，未知 0 处；数据有误 1 行
    >>> print(judged.wrong[0])
    发放.csv 第4行B列“paid”：“六百多”不是数，请写成 640 或 640.5 这样
"""

from minsheng import _listed

__getattr__, __dir__ = _listed(__name__)
