"""The layers around all routes, WebSockets included."""
