"""A scheme as a tree: sections, items, grades, vetoes."""
