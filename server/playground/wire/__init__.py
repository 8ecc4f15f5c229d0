"""The messages between browser, web process and trainer: messages, frames, their schemas."""
