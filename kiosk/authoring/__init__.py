"""From what staff write to an edition; the running kiosk never imports it."""
