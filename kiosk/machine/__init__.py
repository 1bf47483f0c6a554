"""The computer underneath: settings, display, paths, health; knows nothing of pages, visits or Qt objects."""
