"""Lamina: a patient-education kiosk for the waiting rooms of spine clinics."""

from __future__ import annotations

import sys

__version__ = "0.1.0"

PACKAGED = bool(getattr(sys, "frozen", False))
"""Whether this is the program that `make package` makes, which carries no code for the office's work."""

PROGRAM = "lamina" if PACKAGED else "python main.py"
"""What a person types to start it."""
