"""The arithmetic of a network: layers, activations, and a spec as a pure function of its parameters."""
