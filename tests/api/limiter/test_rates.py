"""Rates by address: whoever has a whole site of IPv6 has no new limits with each of its networks."""

from __future__ import annotations

import pytest
from limits import RateLimitItemPerHour

from playground.api.addresses import IN_A_SITE, site_of
from playground.api.limiter.rates import Rate, Rates
from playground.session.refusals import Refused


def rate(key: str) -> Rate:
    return Rate("address", RateLimitItemPerHour, 2, key)


def test_a_site_has_a_limit_of_its_own() -> None:
    rates = Rates()
    for number in range(IN_A_SITE):
        for _ in range(2):
            rates.spend(rate(f"2001:db8:1:{number:x}::/64"))
    with pytest.raises(Refused):
        rates.spend(rate("2001:db8:1:ffff::/64"))
    rates.spend(rate("2001:db8:2::/64"))
    with pytest.raises(Refused):
        rates.spend(rate("2001:db8:1::/64"))


def test_only_an_address_of_ipv6_has_a_site() -> None:
    assert site_of("2001:db8:1:2::/64") == "2001:db8:1::/48"
    assert site_of("192.0.2.1") is None
    assert site_of("0123456789abcdef01234567") is None
