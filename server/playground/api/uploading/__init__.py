"""Uploading: a body is received, taken in by a process of its own, counted, kept and deleted."""
