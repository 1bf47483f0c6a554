"""Bring in what a clinic already has: Word, plain text, spreadsheets; builds nothing from it.

One direction: ``opening`` looks at the file before a library does; ``word``, ``plain`` and ``sheets`` read
it; ``shaping`` and ``tables`` give it the form of a page; ``bring`` writes the topic, whole or not at all.
What cannot stand on a page is told (``brought.Notes``): nothing is lost in silence.
"""
