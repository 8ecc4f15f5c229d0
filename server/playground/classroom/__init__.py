"""Classes: a teacher's session, the pupils' sessions, and what holds in all of them."""
