"""Codecs of the set-up in a link."""
