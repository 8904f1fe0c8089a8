"""Trains the components under `models/`; nothing here is needed to extract."""
