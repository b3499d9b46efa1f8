"""What an organizer should know of the places that were set. Nothing of it is forbidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from exchange.domain.registration import Mode
from exchange.extensions import site
from exchange.lib import clock
from exchange.lib.i18n import N_
from exchange.seating.house import pools_of
from exchange.seating.pools import EVENT, Draw, Level, Pool

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from exchange.domain.event import Event
    from exchange.domain.quota import Quota
    from exchange.seating.pools import Dimension

DIMENSIONS: tuple[Dimension, ...] = (None, *Mode)


@dataclass(frozen=True)
class Caution:
    """A sentence: a msgid, and what stands in its gaps."""

    message: str
    gaps: dict[str, Any] = field(default_factory=dict)


PROMISED = {
    None: N_("The quotas add up to %(promised)d places, the capacity is %(limit)d."),
    Mode.ONSITE: N_(
        "The quotas at the venue add up to %(promised)d places, the capacity there is %(limit)d."
    ),
    Mode.ONLINE: N_(
        "The quotas online add up to %(promised)d places, the capacity online is %(limit)d."
    ),
}
PROMISED_OF_A_GROUP = {
    None: N_(
        "The quotas within %(whom)s add up to %(promised)d places, its own quota is %(limit)d."
    ),
    Mode.ONSITE: N_(
        "The quotas within %(whom)s add up to %(promised)d places at the venue,"
        " its own quota there is %(limit)d."
    ),
    Mode.ONLINE: N_(
        "The quotas within %(whom)s add up to %(promised)d places online,"
        " its own quota online is %(limit)d."
    ),
}
TAKEN = {
    None: N_(
        "%(taken)d places are taken already, the capacity is %(limit)d. Nobody loses a place."
    ),
    Mode.ONSITE: N_(
        "%(taken)d places at the venue are taken already, the capacity there is %(limit)d."
        " Nobody loses a place."
    ),
    Mode.ONLINE: N_(
        "%(taken)d places online are taken already, the capacity online is %(limit)d."
        " Nobody loses a place."
    ),
}
TAKEN_OF_A_QUOTA = {
    None: N_(
        "%(whom)s has taken %(taken)d places already, its quota is %(limit)d. Nobody loses a place."
    ),
    Mode.ONSITE: N_(
        "%(whom)s has taken %(taken)d places at the venue already, its quota there is %(limit)d."
        " Nobody loses a place."
    ),
    Mode.ONLINE: N_(
        "%(whom)s has taken %(taken)d places online already, its quota online is %(limit)d."
        " Nobody loses a place."
    ),
}
UNREACHABLE = N_(
    "The venue and online together have %(promised)d places, so %(limit)d cannot be reached."
)


def cautions(event: Event) -> Sequence[Caution]:
    """List what may not be meant as it was set: places promised twice, or taken already."""
    if not event.takes_registrations:
        return []
    return [*_unreachable(event), *_promised_twice(event), *_taken_already(event)]


def _unreachable(event: Event) -> Iterable[Caution]:
    ways = event.onsite_capacity, event.online_capacity
    if event.capacity is None or ways[0] is None or ways[1] is None:
        return
    together = ways[0] + ways[1]
    if together < event.capacity:
        yield Caution(UNREACHABLE, {"promised": together, "limit": event.capacity})


def _promised_twice(event: Event) -> Iterable[Caution]:
    """Compare the quotas with what they are part of."""
    if event.quotas_released_on and event.quotas_released_on <= clock.today(site().zone):
        return
    inside = _inside_groups(event.quotas)
    inner = {quota for quotas in inside.values() for quota in quotas}
    outermost = [quota for quota in event.quotas if quota not in inner]
    limits = {
        None: event.capacity,
        Mode.ONSITE: event.onsite_capacity,
        Mode.ONLINE: event.online_capacity,
    }
    for mode in DIMENSIONS:
        for group, quotas in inside.items():
            limit, promised = _own(group, mode), _sum(quotas, mode)
            if limit is not None and promised > limit:
                gaps = {"whom": _name(group), "promised": promised, "limit": limit}
                yield Caution(PROMISED_OF_A_GROUP[mode], gaps)
        promised = sum(
            max(_places(quota, mode), _sum(inside.get(quota, ()), mode)) for quota in outermost
        )
        limit = limits[mode]
        if limit is not None and promised > limit:
            yield Caution(PROMISED[mode], {"promised": promised, "limit": limit})


def _inside_groups(quotas: Sequence[Quota]) -> dict[Quota, list[Quota]]:
    """List the quotas of bodies that lie within that of their group, by the latter."""
    of_groups = {quota.group_id: quota for quota in quotas if quota.group}
    inside: dict[Quota, list[Quota]] = {quota: [] for quota in of_groups.values()}
    for quota in quotas:
        group = of_groups.get(quota.organization.group_id) if quota.organization else None
        if group is not None:
            inside[group].append(quota)
    return inside


def _own(quota: Quota, mode: Dimension) -> int | None:
    if mode is None:
        return quota.places
    return quota.onsite if mode is Mode.ONSITE else quota.online


def _places(quota: Quota, mode: Dimension) -> int:
    """Count what `quota` promises; where it only counts the ways, they make its places."""
    own = _own(quota, mode)
    if own is None and mode is None:
        return sum(_places(quota, one) for one in Mode)
    return own or 0


def _sum(quotas: Iterable[Quota], mode: Dimension) -> int:
    return sum(_places(quota, mode) for quota in quotas)


def _taken_already(event: Event) -> Iterable[Caution]:
    """Compare what is taken with what there is."""
    names = {_pool(quota): _name(quota) for quota in event.quotas}
    pools = pools_of(event)
    for pool, limit in pools.limits.items():
        for mode in DIMENSIONS:
            most, taken = limit.of(mode), pools.taken[Draw(pool, mode)]
            if most is None or taken <= most:
                continue
            if pool == EVENT:
                yield Caution(TAKEN[mode], {"taken": taken, "limit": most})
            else:
                gaps = {"whom": names[pool], "taken": taken, "limit": most}
                yield Caution(TAKEN_OF_A_QUOTA[mode], gaps)


def _pool(quota: Quota) -> Pool:
    if quota.organization_id:
        return Pool(Level.ORGANIZATION, quota.organization_id)
    return Pool(Level.GROUP, quota.group_id or 0)


def _name(quota: Quota) -> str:
    whose = quota.organization or quota.group
    return whose.name if whose else ""
