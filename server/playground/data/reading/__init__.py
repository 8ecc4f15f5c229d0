"""How a file of text is read: what was asked for, what was decided, and what is told of it."""
