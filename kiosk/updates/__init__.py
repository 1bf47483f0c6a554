"""How an edition travels signed from a staff computer to kiosks, by The Update Framework; no Qt, no YAML."""
