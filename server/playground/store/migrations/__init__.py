"""How the tables came to be as they are, a step a file; `env.py` is run by Alembic only."""
