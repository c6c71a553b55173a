"""Formulas of FEEL, the language of DMN, read as expressions: what the engine has, and nothing else.

Arithmetic, comparisons, ``between``, ``in``, ``and``, ``or``, ``not``, ``if then else``, a few functions.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from minsheng.domain.amount import plain_text, to_decimal
from minsheng.domain.expression.nodes import All, Any, Constant, Operation
from minsheng.domain.printed import Relation
from minsheng.errors import DataError, UnknownName
from minsheng.reading.dmn import values
from minsheng.reading.dmn.functions import called, day
from minsheng.reading.dmn.pieces import tokens, unquoted
from minsheng.reading.dmn.values import Value

SIGNS = {
    "<": Relation.BELOW, "<=": Relation.AT_MOST, ">": Relation.ABOVE, ">=": Relation.AT_LEAST
}  # fmt: skip
_MOST_DEEP = 40
#: words that begin no function's name
_RESERVED = ("if", "then", "else", "and", "or")


class Pieces:
    """A formula that is read piece by piece.

    Args:
        text: what stands in the file.
        names: what names stand for.
    """

    def __init__(self, text: str, names: Mapping[str, Value]) -> None:
        self.names, self._deep = names, 0
        self.left = [*tokens(text, names)]
        self.at = 0

    # --- pieces -------------------------------------------------------------------------

    def peek(self, ahead: int = 0) -> str:
        """The text of the next piece that is no name and no text; empty otherwise."""
        at = self.at + ahead
        token = self.left[at] if at < len(self.left) else None
        return token.text if token is not None and token.sort in ("sign", "word") else ""

    def took(self, *wanted: str) -> str:
        """The next piece, if it is one of these, which is then read; else empty."""
        found = self.peek()
        if found and found in wanted:
            self.at += 1
            return found
        return ""

    def want(self, wanted: str) -> None:
        """Read a piece that must be there."""
        if not self.took(wanted):
            raise DataError.at("", f"这里该是“{wanted}”，却是“{self._next}”")

    @property
    def _next(self) -> str:
        return self.left[self.at].text if self.at < len(self.left) else "末尾"

    def end(self) -> None:
        """Refuse what is left over."""
        if self.at < len(self.left):
            raise DataError.at("", f"“{self._next}”在这里看不懂")

    # --- what binds loosely, first ------------------------------------------------------

    def whole(self) -> Value:
        """The formula, to its end."""
        value = self.formula()
        self.end()
        return value

    def formula(self) -> Value:
        """A formula within the whole."""
        self._deep += 1
        if self._deep > _MOST_DEEP:
            raise DataError.at("", f"公式套得深于 {_MOST_DEEP} 层")
        value = self._if() if self.took("if") else self._or()
        self._deep -= 1
        return value

    def _if(self) -> Value:
        condition = self.formula()
        self.want("then")
        then = self.formula()
        self.want("else")
        return values.chosen(condition, then, self.formula())

    def _or(self) -> Value:
        value = self._and()
        while self.took("or"):
            value = values.logical(Any, value, self._and())
        return value

    def _and(self) -> Value:
        value = self._comparison()
        while self.took("and"):
            value = values.logical(All, value, self._comparison())
        return value

    def _comparison(self) -> Value:
        left = self.sum()
        if self.took("between"):
            low = self.sum()
            self.want("and")
            ends = (
                values.ordered(Relation.AT_LEAST, left, low),
                values.ordered(Relation.AT_MOST, left, self.sum()),
            )
            return values.logical(All, *ends)
        if self.took("in"):
            return self._among(left)
        sign = self.took(*SIGNS, "=", "!=")
        if sign in SIGNS:
            return values.ordered(SIGNS[sign], left, self.sum())
        if sign:
            same = values.equal(left, self.sum())
            return same if sign == "=" else values.opposite(same)
        return left

    def _among(self, left: Value) -> Value:
        """Whether a value passes the tests that follow, which are read by those who know them."""
        raise NotImplementedError

    def is_range(self) -> bool:
        """Whether the bracket here begins a range, and no formula."""
        deep = 0
        for token in self.left[self.at :]:
            if token.sort == "sign":
                deep += (token.text in "([") - (token.text in ")]")
                if token.text == ".." and deep == 1:
                    return True
                if deep == 0:
                    return False
        return False

    def sum(self) -> Value:
        """Terms, with ``+`` and ``-`` between them."""
        value = self._product()
        while sign := self.took("+", "-"):
            value = values.arithmetic(Operation(sign), value, self._product())
        return value

    def _product(self) -> Value:
        value = self._power()
        while sign := self.took("*", "/"):
            value = values.arithmetic(Operation(sign), value, self._power())
        return value

    def _power(self) -> Value:
        value = self._signed()
        while self.took("**"):
            value = values.power(value, self._signed())
        return value

    def _signed(self) -> Value:
        minus = False
        while self.took("-"):
            minus = not minus
        value = self._single()
        return values.negated(value) if minus else value

    def _single(self) -> Value:
        if self.took("("):
            value = self.formula()
            self.want(")")
            return value
        if self.at >= len(self.left):
            raise DataError.at("", "公式没有写完")
        token = self.left[self.at]
        self.at += 1
        if token.sort == "name" or token.text == "?":
            if token.text not in self.names:
                raise DataError.at("", "“?”只能写在表的格子里")
            return self.names[token.text]
        if token.sort == "number":
            return Constant(to_decimal(plain_text(to_decimal(Decimal(token.text)))))
        if token.sort == "text":
            return Constant(unquoted(token.text))
        if token.sort == "day":
            return day(token.text[2:-1])
        if token.text in ("true", "false"):
            return Constant(token.text == "true")
        if token.text == "null":
            return None
        if token.sort == "word":
            return self._named(token.text)
        raise DataError.at("", f"“{token.text}”在这里看不懂")

    def _named(self, word: str) -> Value:
        """A function; names with spaces in them: ``round half up``."""
        self.at -= 1
        words: list[str] = []
        while self.at < len(self.left) and self.left[self.at].sort == "word" and self.peek() not in _RESERVED:
            words.append(self.peek())
            self.at += 1
        name = " ".join(words) or word
        if self.took("("):
            given = [] if self.peek() == ")" else [self.formula()]
            while given and self.took(","):
                given.append(self.formula())
            self.want(")")
            return called(name, given)
        raise UnknownName("输入或决策", name, self.names)
