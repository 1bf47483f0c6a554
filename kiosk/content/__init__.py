"""What the kiosk shows: records, the edition they are read from, and search. Knows no Qt and no YAML."""
