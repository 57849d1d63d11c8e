"""What a device is configured with when it is provisioned."""

from dataclasses import dataclass

from .keys import Anchor
from .package import Target
from .procedure import Identity
from .slots import PAGE
from .state import Settings
from .terms import Profile


@dataclass(frozen=True)
class Durations:
    """Milliseconds."""

    trial_period: int
    reboot_delay: int
    nonce_lifetime: int
    freshness_limit: int


@dataclass(frozen=True)
class Configuration:
    """Who the device is, whom it trusts, what it has."""

    identity: Identity
    profile: Profile
    has_clock: bool
    authors: tuple[Anchor, ...]
    trackers: tuple[Anchor, ...]
    components: tuple[str, ...]
    slot_capacity: int
    block_size: int
    durations: Durations
    staging: tuple[str, ...] = ()

    def target(self) -> Target:
        """What a package must fit to."""
        return Target(self.identity, self.authors, self.components, self.staging, self.slot_capacity, PAGE)

    def settings(self) -> Settings:
        """What the machine has to know."""
        return Settings(self.identity, self.profile, self.has_clock, self.slot_capacity, self.block_size)
