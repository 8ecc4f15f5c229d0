"""Counters and histograms of the server, for Prometheus."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

EDITS = Counter("playground_edits", "Edits that came into force")
KEPT = Histogram(
    "playground_store_seconds",
    "Seconds until what was accepted was durable",
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
NOT_KEPT = Counter("playground_store_problems", "Times that something could not be kept")
RESTARTS = Counter("playground_trainer_restarts", "Trainers that were started again", ["device"])
LOST = Counter("playground_runs_lost", "Runs whose trainer died")
FRAMES = Counter("playground_frames_sent", "Frames sent to viewers")
FRAME_BYTES = Counter("playground_frame_bytes_sent", "Bytes of frames sent to viewers")
FRAME_AGE = Histogram(
    "playground_frame_age_seconds",
    "Age of a bundle's first frame as it is sent",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.35, 0.5, 0.75, 1, 2, 5),
)
