"""Lamina: a patient-education kiosk for the waiting rooms of spine clinics."""

__version__ = "0.1.0"
