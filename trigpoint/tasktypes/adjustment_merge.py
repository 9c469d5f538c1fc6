"""Reading the mask that is to be adjusted."""

from __future__ import annotations

from collections.abc import Sequence

from trigpoint.domain.errors import ManifestError, NotFound
from trigpoint.formats.masks import decode, rgb_of
from trigpoint.tasktypes.adjustment import SEGMENTATION, colours_of, prior_label
from trigpoint.tasktypes.painted_merge import PriorMask, codes_of
from trigpoint.tasktypes.surroundings import Surroundings


def prior_mask(around: Surroundings, categories: Sequence[str]) -> PriorMask | None:
    """The line's mask in the job's codes; None where there is none to read. Categories the job lacks are background."""
    prior = prior_label(around.line, SEGMENTATION, around.attribute)
    if prior is None:
        return None
    codes = codes_of(categories)
    try:
        known = {name: colour for name, colour in colours_of(prior).items() if name in codes}
        mask = decode(around.read(prior.value), {rgb_of(colour): codes[name] for name, colour in known.items()})
    except (NotFound, ManifestError, ValueError):
        return None
    return PriorMask(mask, known)
