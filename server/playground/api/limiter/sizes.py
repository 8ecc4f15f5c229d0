"""Sizes: parameters and memory of one session, and of all that a person or a network has awake."""

from __future__ import annotations

from dataclasses import dataclass

from playground.api.accounts import Network, in_order
from playground.api.limiter.awake_sessions import AwakeSessions
from playground.api.limits import MB, Limits
from playground.session.origin import Origin
from playground.session.refusals import Refusal, Refused
from playground.session.session import Session
from playground.session.size import held_bytes
from playground.spec.base import SpecProblem
from playground.spec.project import Spec


class Sizes:
    """Memory is estimated from the spec."""

    def __init__(self, limits: Limits, awake: AwakeSessions) -> None:
        self._limits, self._awake = limits, awake

    def check_change(self, session: Session, spec: Spec) -> None:
        """Check a spec that a session is to get, if it grows by it. Its owner's sessions count."""
        grows = held_bytes(spec) > held_bytes(session.spec)
        if grows or spec.parameter_count > session.spec.parameter_count:
            self.check_one(spec)
            if session.classroom is not None:
                self.check_in_class(spec, session.origin, session)
            else:
                self.check_together(spec, session.owner, self._awake.networks_of(session), session)

    def check_one(self, spec: Spec) -> None:
        """Check a spec by itself. Raises `SpecProblem`."""
        most, count = self._limits.session_parameters, spec.parameter_count
        if 0 < most < count:
            raise SpecProblem(
                "too_many_parameters",
                f"This network would have {count} parameters; the limit is {most}. Remove units"
                " or layers.",
                "/network/layers",
                {"count": count, "most": most},
            )
        memory, needed = self._limits.session_memory, held_bytes(spec) / MB
        if 0 < memory < needed:
            raise SpecProblem(
                "too_much_memory",
                f"This would need about {needed:.0f} MB of memory; the limit is {memory} MB."
                " Remove units or layers, or use fewer points.",
                "/network/layers",
                {"needed": round(needed), "most": memory},
            )

    def check_together(
        self,
        spec: Spec,
        owner: str | None,
        networks: tuple[Network, ...],
        instead_of: Session | None = None,
    ) -> None:
        """Check a spec beside what else is awake of its owner, and from its networks.

        Raises `Refused`.
        """
        limits = self._limits
        check_sum(
            spec,
            [each for each in self._awake.of(owner) if each is not instead_of],
            Most(limits.person_parameters, Refusal.TOO_MANY_PARAMETERS_TOGETHER),
            Most(limits.person_memory, Refusal.TOO_MUCH_MEMORY_TOGETHER),
        )
        self._check_networks(
            spec,
            networks,
            (Refusal.TOO_MANY_PARAMETERS_HERE, Refusal.TOO_MUCH_MEMORY_HERE),
            instead_of,
        )

    def check_in_class(self, spec: Spec, origin: Origin, instead_of: Session | None = None) -> None:
        """Check a pupil's spec beside what the class has awake, and the networks that opened it.

        Raises `Refused`.
        """
        limits = self._limits
        refusals = (Refusal.TOO_MANY_PARAMETERS_IN_CLASS, Refusal.TOO_MUCH_MEMORY_IN_CLASS)
        check_sum(
            spec,
            [each for each in self._awake.of_classes(origin) if each is not instead_of],
            Most(limits.class_parameters, refusals[0]),
            Most(limits.class_memory, refusals[1]),
        )
        self._check_networks(spec, in_order(*origin.networks), refusals, instead_of)

    def _check_networks(
        self,
        spec: Spec,
        networks: tuple[Network, ...],
        refusals: tuple[Refusal, Refusal],
        instead_of: Session | None,
    ) -> None:
        limits, memory = self._limits, self._awake.memory // MB
        for network in networks:
            check_sum(
                spec,
                [each for each in self._awake.at(network) if each is not instead_of],
                Most(network.most(limits.address_parameters), refusals[0]),
                Most(network.most(limits.address_memory, memory), refusals[1]),
            )


@dataclass(frozen=True, slots=True)
class Most:
    """A bound (0 for none), and the refusal of what is over it."""

    most: int
    refusal: Refusal


def check_sum(spec: Spec, others: list[Session], parameters: Most, memory: Most) -> None:
    """Check a spec beside other sessions; alone it may be as large as any. Raises `Refused`."""
    if not others:
        return
    together = [*(each.spec for each in others), spec]
    if 0 < parameters.most < sum(each.parameter_count for each in together):
        raise Refused(parameters.refusal, most=parameters.most)
    if 0 < memory.most * MB < sum(map(held_bytes, together)):
        raise Refused(memory.refusal, most=memory.most)
