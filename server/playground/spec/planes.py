"""The plane that a picture cuts out of inputs of more than two columns."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from playground.spec.base import Model

MAX_INPUTS = 16_384


class ColumnsPlane(Model):
    """Over two columns of the input; the others are held at `held`, by column, or at 0."""

    kind: Literal["columns"] = "columns"
    x: Annotated[int, Field(ge=0, lt=MAX_INPUTS)] = 0
    y: Annotated[int, Field(ge=0, lt=MAX_INPUTS)] = 1
    held: Annotated[
        tuple[Annotated[float, Field(ge=-1000, le=1000)], ...], Field(max_length=MAX_INPUTS)
    ] = ()


class PrincipalPlane(Model):
    """Through the training inputs' mean, along their first two principal components.

    Its axes count in standard deviations of the component.
    """

    kind: Literal["pca"] = "pca"


PlaneSpec = Annotated[ColumnsPlane | PrincipalPlane, Field(discriminator="kind")]
"""Where it is None: the first two columns of a table, the principal plane of images. Toy data sets
have a plane of their own.
"""
