"""How each optimizer changes flat vectors; `train.optim` has the table of them."""
