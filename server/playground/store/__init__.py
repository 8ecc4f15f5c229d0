"""What outlives the process: sessions, edits, curves, snapshots, links, classrooms."""
