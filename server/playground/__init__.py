"""Neural Playground: understand neural networks by touching them."""

__version__ = "0.1.0"
