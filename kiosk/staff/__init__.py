"""The staff corner's logic: door, PIN, ten-second jobs, usage counts. Knows no Qt and no patient."""
