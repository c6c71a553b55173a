"""Whether the rates, sums, ranks and grades of a published table follow from its own figures."""
