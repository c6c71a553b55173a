"""What expressions and schemes are worth, worked out a second time: with Fraction alone, by no code of the library."""
