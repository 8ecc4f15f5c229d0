"""Trainer processes: each owns one device and trains many runs in turn."""
