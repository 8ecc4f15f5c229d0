"""The parts by others that the playground consists of, with their licenses."""
