"""HTTP and WebSocket. `app.create_app` is the only place that names an engine."""
