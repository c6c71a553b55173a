"""Characters that are not seen: found, taken out, and written out."""

from __future__ import annotations

import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from minsheng.visible import UNSEEN, hidden, quoted, shown, without_unseen


def test_every_character_that_is_not_seen_is_found() -> None:
    every = [chr(code) for code in range(sys.maxunicode + 1)]
    found = {c for c in every if any(hidden(c))}
    unseen = {c for c in every if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")}
    assert found == unseen - set("\t\n\r")
    assert set(UNSEEN) < found


@given(st.text())
def test_what_is_shown_hides_nothing_and_says_it_all(text: str) -> None:
    assert not any(hidden(shown(text)))
    if not any(hidden(text)):
        assert shown(text) == text
    assert not set(without_unseen(text)) & set(UNSEEN)


@given(st.text(min_size=0, max_size=300), st.integers(3, 50))
def test_what_is_quoted_is_short_and_begins_and_ends_as_the_text(text: str, most: int) -> None:
    short = quoted(text, most)
    if len(text) <= most:
        assert short == shown(text)
    else:
        assert short.startswith(shown(text[: most * 2 // 3]))
        assert short.endswith(shown(text[-(most // 3) :]))
