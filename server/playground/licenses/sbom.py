"""The software bill of materials: all parts of this installation as CycloneDX (ECMA-424), in JSON."""

from __future__ import annotations

import base64

from cyclonedx.factory.license import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from playground import __version__
from playground.licenses.parts import OWN, Part, parts


def sbom() -> str:
    """Write the bill: the playground itself, and every part with its version, license and digest."""
    bom = Bom()
    own = Component(
        type=ComponentType.APPLICATION,
        name=OWN,
        version=__version__,
        bom_ref=f"{OWN}@{__version__}",
    )
    bom.metadata.component = own
    components = [_component(part) for part in parts()]
    for component in components:
        bom.components.add(component)
    bom.register_dependency(own, components)
    return make_outputter(bom, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)


def _component(part: Part) -> Component:
    url = PackageURL.from_string(f"pkg:{part.index}/{part.name.replace('@', '%40')}@{part.version}")
    return Component(
        type=ComponentType.LIBRARY,
        name=part.name,
        version=part.version,
        purl=url,
        bom_ref=url.to_string(),
        licenses=[LicenseFactory().make_from_string(part.license)] if part.license else [],
        hashes=_hashes(part.integrity),
    )


def _hashes(integrity: str) -> list[HashType]:
    """Read npm's integrity: the algorithm's name, and the digest in base64."""
    algorithm, _, digest = integrity.partition("-")
    if algorithm != "sha512":
        return []
    return [HashType(alg=HashAlgorithm.SHA_512, content=base64.b64decode(digest).hex())]
