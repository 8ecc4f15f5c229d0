"""The steps by which the tables came to be as they are, a file each; `env.py` is run by Alembic only."""
