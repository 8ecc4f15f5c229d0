"""A set-up as a PyTorch script: text that a person reads and runs. Imports no torch itself."""
