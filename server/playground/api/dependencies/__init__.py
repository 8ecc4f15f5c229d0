"""The parameters that routes ask for, each resolved once a request."""
