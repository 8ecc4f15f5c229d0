"""Bounds on what people and addresses may take, checked before it is given."""
