"""Where a run's points come from: toy sets, their features, and the grid that pictures sample.

NumPy only, so that the web process can draw a data set without torch.
"""
