"""The facts of a data set that the spec and the page need, and the rules that read a spec's fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, get_args

from playground.spec.upload import Upload

Form = Literal["line", "plane", "table", "image"]
Group = Literal["points", "many", "curves", "images", "tables", "own", "tensorflow"]
Option = Literal[
    "samples",
    "noise",
    "classes",
    "features",
    "formula",
    "painted",
    "image_size",
    "shift",
    "rotation",
    "columns",
    "upload",
]

GROUPS: tuple[Group, ...] = get_args(Group)
"""In the order in which the page offers them."""

DOMAIN = (-6.0, 6.0)
"""The square of the input plane that pictures show, and that the toy data lie in."""

STANDARD_DOMAIN = (-3.5, 3.5)
"""The same for standardized columns and principal components, in standard deviations."""

DRAWN: frozenset[Option] = frozenset({"samples", "noise"})
ON_PLANE: frozenset[Option] = DRAWN | {"features"}
ON_PLANE_IN_CLASSES: frozenset[Option] = ON_PLANE | {"classes"}


class Choices(Protocol):
    """The fields of a data spec that a kind's rules read."""

    @property
    def dataset(self) -> str: ...
    @property
    def samples(self) -> int: ...
    @property
    def classes(self) -> int: ...
    @property
    def features(self) -> tuple[str, ...]: ...
    @property
    def formula(self) -> str: ...
    @property
    def painted(self) -> tuple[tuple[float, float, int], ...]: ...
    @property
    def image_size(self) -> int: ...
    @property
    def columns(self) -> tuple[str, ...]: ...
    @property
    def upload(self) -> Upload | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetKind:
    """One row of the table of data sets; how its samples are drawn or read is `data`'s matter.

    The page offers it in `group`, by `place`, and begins it with `usual_classes`. `options` are the
    fields of a spec that it obeys, beside its seed and the split. `given` are the samples of each
    class in a set that is not drawn (or of all, for a regression), `columns` those of a table that
    ships with the program, `side` a picture's height and width where they are fixed.
    """

    group: Group
    place: int = 100
    form: Form = "plane"
    regression: bool = False
    max_classes: int = 2
    usual_classes: int = 2
    options: frozenset[Option] = ON_PLANE
    given: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()
    side: int | None = None
    targets_within_one: bool = True
    """Whether numbers to predict span about -1 to 1."""

    @property
    def dimensions(self) -> int:
        """Inputs that a picture of the whole data has as axes: 1 or 2."""
        return 1 if self.form == "line" else 2

    @property
    def can_be_drawn_anew(self) -> bool:
        """Whether another seed gives samples that nobody has seen."""
        return "samples" in self.options and not self.given

    # --- what follows from a spec's fields ---------------------------------------------------

    def form_of(self, chosen: Choices) -> Form:
        return self.form

    def is_regression(self, chosen: Choices) -> bool:
        return self.regression

    def class_count(self, chosen: Choices) -> int:
        """Count the classes to tell apart, whatever the task."""
        return min(chosen.classes, self.max_classes)

    def target_name(self, chosen: Choices) -> str | None:
        """Name the target of a table where it can be chosen."""
        return None

    def size(self, chosen: Choices) -> int:
        """Count the samples, those that train and those that test."""
        given = sum(self.given[: chosen.classes])
        return min(chosen.samples, given or chosen.samples)

    def tests_what_it_trains(self, chosen: Choices) -> bool:
        """Tell whether all samples train and all test."""
        return False

    def image_shape(self, chosen: Choices) -> tuple[int, int]:
        """Give height and width in pixels."""
        side = self.side or chosen.image_size
        return side, side

    def all_columns(self, chosen: Choices) -> tuple[str, ...]:
        """Name the columns of a table, whichever of them the network sees."""
        return self.columns

    def input_names(self, chosen: Choices) -> tuple[str, ...]:
        """Name the numbers that the network sees; none for pixels."""
        return () if self.form == "image" else chosen.features

    def check(self, chosen: Choices) -> None:
        """Raise `SpecProblem` where what the user gives for this very set is missing or unfit."""
