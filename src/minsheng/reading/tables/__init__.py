"""Registers as offices keep them: files and sheets, headers, names, cells, lines."""
