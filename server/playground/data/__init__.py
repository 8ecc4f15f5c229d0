"""The sources of a run's points: drawn sets, images, tables and files, and what is seen of them.

NumPy only, so that the web process can draw a data set without torch. What only some sets need
is imported when one is loaded.
"""
