"""Writes the file of each format's present version where there is none, and its schema."""

from __future__ import annotations

import json
from pathlib import Path

import minsheng as ms
from tests.embedding.examples import example

HERE = Path(__file__).parent

if __name__ == "__main__":
    digests = (
        json.loads((HERE / "digests.json").read_text("utf-8")) if (HERE / "digests.json").exists() else {}
    )
    for name in ms.embedding.format_names():
        text = ms.dump(example(name))
        stem = f"{name}-{json.loads(text)['version']}"
        if not (HERE / f"{stem}.json").exists():
            (HERE / f"{stem}.json").write_text(text + "\n", "utf-8")
            digests[stem] = ms.embedding.digest(example(name))
        schema = json.dumps(ms.json_schema(name), ensure_ascii=False, indent=1)
        (HERE / f"{stem}.schema.json").write_text(schema + "\n", "utf-8")
    (HERE / "digests.json").write_text(json.dumps(digests, indent=1) + "\n", "utf-8")
