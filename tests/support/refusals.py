"""Expecting that something is refused for one reason."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from playground.session.refusals import Refusal, Refused


@contextmanager
def refused(reason: Refusal) -> Iterator[pytest.ExceptionInfo[Refused]]:
    """Fail unless what is done within is refused for this reason."""
    with pytest.raises(Refused) as raised:
        yield raised
    assert raised.value.reason is reason
