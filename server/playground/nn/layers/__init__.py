"""The arithmetic of each kind of layer: the folder is the table, a module a kind."""

from __future__ import annotations

from playground.nn.layers.base import LayerFunctions
from playground.spec.folder import read_folder

LAYERS = read_folder(__name__, __path__, LayerFunctions, "FUNCTIONS")
