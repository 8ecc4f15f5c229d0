"""The doctor: looks a data directory over, says what is wrong with it, and mends what can be mended."""
