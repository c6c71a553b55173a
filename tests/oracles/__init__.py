"""What expressions and schemes are worth, a second time: with Fraction alone, by no code of the library."""
