"""One module for each group of solids that is built and kept together; none renders anything.

A group names its `KEYS`, the groups it `NEEDS`, and has `build(stock)`. It is built anew when a source file
it imports, directly or through others, has changed.
"""
