"""Step shares: what a person and a network may train is parted among what they play."""

from __future__ import annotations

from collections import Counter

from playground.api.limiter.awake_sessions import AwakeSessions
from playground.api.limits import Limits


class StepShares:
    """In training steps a second."""

    def __init__(self, limits: Limits, awake: AwakeSessions) -> None:
        self._limits, self._awake = limits, awake

    def share(self) -> None:
        """Tell each session how fast it may train. Call it some times a second."""
        limits = self._limits
        if not (limits.person_steps_per_second or limits.address_steps_per_second):
            return
        sessions = self._awake.all
        at = {each.id: self._awake.networks_of(each) for each in sessions}
        people = Counter(
            each.owner for each in sessions if each.run.playing and each.classroom is None
        )
        networks = Counter(
            network for each in sessions if each.run.playing for network in at[each.id]
        )
        for session in sessions:
            shares = [(limits.steps_per_second, 1)]
            if session.owner is not None and session.classroom is None:
                shares.append((limits.person_steps_per_second, people[session.owner]))
            for network in at[session.id]:
                most = network.most(limits.address_steps_per_second)
                shares.append((most, networks[network]))
            paces = [most / max(1, count) for most, count in shares if most]
            session.run.allow(min(paces, default=None))
