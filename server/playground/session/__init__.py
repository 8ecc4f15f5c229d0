"""Sessions: a spec being trained, its history, and those who look on. No torch, no HTTP."""
