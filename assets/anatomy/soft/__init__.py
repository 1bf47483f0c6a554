"""Sac, roots, ligaments, fat, muscles and skin, each placed by the bones; cuts nothing."""
