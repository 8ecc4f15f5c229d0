"""What the compiled loop knows, by the names that a spec has for it.

The numbers themselves stand in the loop's own file, the only one whose changes numba's cache notices.
"""

from __future__ import annotations

from playground.spec.activations import ACTIVATIONS

ACTIVATION_CODES = {
    name: row.compiled for name, row in ACTIVATIONS.items() if row.compiled is not None
}
