"""Steps of the database's schema, one a file."""
