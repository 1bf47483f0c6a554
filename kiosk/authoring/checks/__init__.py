"""The checks of the sources, one rule family a module; each reads the sources and yields findings."""
