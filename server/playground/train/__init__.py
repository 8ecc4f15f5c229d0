"""How a network learns: losses, optimizers, schedules, batches and the backends that run the steps.

Empty on purpose: the web process imports `train.schedule` for a preview, and must not meet torch.
"""
