"""What a network computes: layers, activations, and a spec as a pure function of its parameters."""
