"""Measurements of a run at a step: each is a pure function of a view of it."""
