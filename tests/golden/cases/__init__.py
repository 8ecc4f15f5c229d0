"""Cases that the server and the page compute alike: what is given, and what the server makes of it."""
