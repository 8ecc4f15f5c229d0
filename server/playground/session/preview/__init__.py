"""Pictures of sessions, as the previews of their links show them."""
