"""The judge of firmware packages: what an envelope would put into a slot, or why it is refused.

Checks 1 to 6 of spec/package-profile.md; check 7 needs the state of the device and is the machine's.
"""

from dataclasses import dataclass

from .envelope import Envelope, missing, open_envelope
from .keys import Anchor
from .manifest import Component, Manifest, read_manifest
from .procedure import Content, Identity, Procedure
from .result_code import ResultCode
from .terms import ImageName, Refused


@dataclass(frozen=True)
class Image:
    """One component of an image: its bytes by digest, and where in the slot they lie."""

    component: str
    digest: bytes
    size: int
    offset: int


@dataclass(frozen=True)
class Offer:
    """An acceptable package: its name, and its images in the order in which they are received."""

    name: ImageName
    images: tuple[Image, ...]
    integrated: tuple[bytes, ...]


@dataclass(frozen=True)
class Target:
    """What of a device a package must fit to."""

    identity: Identity
    authors: tuple[Anchor, ...]
    components: tuple[str, ...]
    staging: tuple[str, ...]
    slot_capacity: int
    page_size: int


def judge_package(data: bytes, target: Target, slot: int) -> Offer:
    """The offer that the envelope makes for this slot. Raises Refused."""
    envelope = open_envelope(data, target.authors)
    manifest = read_manifest(envelope)
    names = _component_names(manifest.components, target)
    _authorise(envelope, names, target)
    procedure = Procedure(manifest, target.identity, slot, envelope.integrated)
    procedure.run()
    return _lay_out(envelope, manifest, names, procedure.contents, target)


def _component_names(components: tuple[Component, ...], target: Target) -> list[str]:
    known: dict[Component, str] = {(name.encode(),): name for name in target.components + target.staging}
    if any(component not in known for component in components):
        raise Refused(ResultCode.UNSUPPORTED_COMPONENT, "a component that the device does not have")
    return [known[component] for component in components]


def _authorise(envelope: Envelope, names: list[str], target: Target) -> None:
    """One signer must have the right to write every component (R-DC-44)."""
    written = [name for name in names if name not in target.staging]
    if not any(all(signer.may_write(name) for name in written) for signer in envelope.signers):
        raise Refused(ResultCode.NOT_AUTHORISED, "the signer may not write a component")


def _lay_out(envelope: Envelope, manifest: Manifest, names: list[str], contents: list[Content | None],
             target: Target) -> Offer:
    """Images begin at pages, in the order of the components; integrated ones are received first."""
    images: list[tuple[bool, int, Image, bytes]] = []
    end = 0
    for name, content in zip(names, contents):
        if content is None or name in target.staging:
            continue
        offset = -(-end // target.page_size) * target.page_size
        end = offset + content.size
        if end > target.slot_capacity:
            raise Refused(ResultCode.IMAGE_TOO_LARGE, "the image does not fit into the slot")
        images.append((content.octets is None, content.order, Image(name, content.digest, content.size, offset),
                       content.octets or b""))
    if not images:
        raise missing("no component is installed")
    images.sort(key=lambda entry: entry[:2])
    return Offer(ImageName(manifest.number, envelope.digest), tuple(image for _, _, image, _ in images),
                 tuple(octets for fetched, _, _, octets in images if not fetched))
