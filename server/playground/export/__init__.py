"""Files to take home: a PyTorch script, ONNX, weights and curves. No torch."""
