"""The vertebrae, the sacrum and the coccyx, and how they stand one on the other, discs between."""
