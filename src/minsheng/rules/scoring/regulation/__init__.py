"""A regulation as a tree: sections, items, grades, vetoes."""
