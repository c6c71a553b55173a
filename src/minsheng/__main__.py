"""``python -m minsheng``: the command line."""

from minsheng.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
