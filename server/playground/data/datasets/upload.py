"""The rows of an uploaded file: in memory, or sampled where they are streamed from the disk."""

from __future__ import annotations

from playground.data.datasets.base import Source
from playground.data.upload import load_upload, sample_upload, streams

SOURCE = Source(load_upload, sample_upload, streams)
