"""The learning of a network: losses, optimizers, schedules, batches and the backends that run the steps.

Empty on purpose: the web process imports `train.schedules` for a preview, and must not meet torch.
"""
