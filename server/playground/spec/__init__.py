"""The document that is saved, shared and exported. Shapes are inferred here, in integers. No torch, no I/O."""
