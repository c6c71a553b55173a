"""The service: the engine over HTTP, for systems that are not written in Python.

``minsheng serve --data FOLDER`` runs it. It keeps nothing: every request brings its own records and
gets its answer. From the top down: ``server`` (a process that listens) < ``guard`` (who may ask, how
long, how much) < ``app`` (what can be asked) < ``work`` (the answers) < ``reading`` (bodies become
values) < ``shelf`` (what is known by name).
"""
