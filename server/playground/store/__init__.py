"""The store, which outlives the process: sessions, edits, curves, snapshots, links, classrooms."""
