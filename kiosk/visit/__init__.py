"""One patient's visit, in memory only: where they are, what they chose, when they left. No Qt, no files."""
