"""Merging painted answers: per-pixel consensus for classes, and for instances of classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trigpoint.consolidation.choice import confidence_of
from trigpoint.consolidation.masks.crew import MaskCrew
from trigpoint.consolidation.masks.estimator import MaskConsensus, Picture
from trigpoint.consolidation.masks.painting import painted
from trigpoint.consolidation.masks.patterns import Mask, joint
from trigpoint.domain.errors import AnswerError, NotFound
from trigpoint.domain.work import Answer
from trigpoint.formats.masks import WHITE, Rgb, decode, encode, hex_of, indexes, rgb_of
from trigpoint.formats.png import png_bytes
from trigpoint.tasktypes.comparing import Areas, Layers
from trigpoint.tasktypes.grouping import LabelsOnDemand, affordable, by_object, some
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.painted import FILE_KEY, MOST_CODES, PaintedAnswer, PaintedLabel, segmentation
from trigpoint.tasktypes.palette import colour_of
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

PRIOR = "\0prior"
"""The label to be adjusted, as one more annotator: no worker's name begins so."""

WEAK = 0.55
"""Accuracy credited to the label to be adjusted before anything is known: below any worker's."""

BACKGROUND = "BACKGROUND"

BUDGET = 1e9
"""Pixels of masks that one refit reads and paints: at about 0.1 µs each, two minutes of its function's five."""

Check = Callable[[Mapping[str, Any], Sequence[str]], PaintedAnswer]


@dataclass(frozen=True, slots=True)
class PriorMask:
    """The label to be adjusted: its codes, and its colours by category."""

    mask: Mask
    colours: Mapping[str, str]


Prior = Callable[[Surroundings, Sequence[str]], PriorMask | None]


def pixels(answers: Sequence[Answer], check: Check, categories: Sequence[str]) -> float:
    """Pixels of all masks of one object."""
    read = [check(answer.content, categories) for answer in answers]
    return float(sum(one.width * one.height for one in read))


def mask_of(answer: Answer, read: PaintedAnswer, codes: Sequence[int], around: Surroundings) -> Mask:
    """The answer's map of codes, one for each of its colours in order. Raises AnswerError naming the worker."""
    wanted = {rgb_of(colour): code for (_, colour), code in zip(read.colours, codes, strict=True)}
    try:
        return decode(png_of(read, around), wanted)
    except (ValueError, KeyError, NotFound) as error:
        raise AnswerError(f"The mask of worker {answer.worker} cannot be used: {error}.", "Ask for it again.") from None


def png_of(read: PaintedAnswer, around: Surroundings) -> bytes:
    if FILE_KEY in read.image:
        return around.read(read.image[FILE_KEY])
    return png_bytes(read.image["pngImageData"])


def one_size(maps: Mapping[str, Mask]) -> None:
    """Raises AnswerError naming a worker whose mask has another size than most."""
    sizes = Counter(one.shape for one in maps.values())
    usual = max(sizes, key=lambda size: (sizes[size], size))
    for worker, one in sorted(maps.items()):
        if one.shape != usual:
            height, width = one.shape
            raise AnswerError(
                f"The mask of worker {worker} has {width} x {height} pixels, others {usual[1]} x {usual[0]}.",
                "Show every worker the same picture.",
            )


@dataclass(frozen=True, slots=True)
class SegmentationMerge:
    """The merge of semantic segmentation, and of its adjustment when `prior` finds the label to adjust."""

    prior: Prior | None = None

    def merge(
        self,
        answers: Sequence[Answer],
        categories: Sequence[str],
        model: MaskCrew | None = None,
        around: Surroundings = BARE,
    ) -> Merged:
        """The mask of one object, at least one answer given. Raises AnswerError."""
        crew = model or self.start()
        stack = self.stack(some(answers), categories, around)
        if stack.prior and not stack.adjusted:
            return self.labelled(stack.prior.mask, 1.0, stack, categories)
        found = painted(stack.in_order, stack.picture, crew)
        return self.labelled(found.mask, found.posterior, stack, categories)

    def refit(
        self, answers: Iterable[Answer], categories: Sequence[str], around: Callable[[int], Surroundings] = bare
    ) -> Refitted:
        """Labels of the objects that can be repainted in minutes: of all, but in a large job of a sample.

        Workers are learned from those objects' patterns, which are small; a mask is painted when it is asked for.
        """
        own = by_object(answers)
        seqs = affordable({seq: pixels(some_, segmentation, categories) for seq, some_ in own.items()}, BUDGET)
        pictures = {seq: self.stack(own[seq], categories, around(seq)).picture for seq in seqs}
        crew = MaskConsensus().fit(pictures).crew_ if pictures else self.start()

        def make(seq: int) -> Merged:
            return self.merge(own[seq], categories, crew, around(seq))

        return Refitted(LabelsOnDemand(seqs, make), crew)

    def start(self) -> MaskCrew:
        """Before anything is known, the label to be adjusted counts for less than a worker."""
        return MaskCrew({PRIOR: WEAK})

    def restore(self, document: Mapping[str, Any]) -> MaskCrew:
        return MaskCrew.from_json(document)

    @property
    def comparison(self) -> Areas:
        def layers(answer: Answer, categories: Sequence[str], around: Surroundings) -> Layers:
            read, codes = segmentation(answer.content, categories), codes_of(categories)
            mask = mask_of(answer, read, [codes[label] for label, _ in read.colours], around)
            return {name: mask == code for name, code in codes.items() if (mask == code).any()}

        return Areas(layers, layers_of)

    def stack(self, answers: Sequence[Answer], categories: Sequence[str], around: Surroundings) -> Stack:
        codes = codes_of(categories)
        read = {answer.worker: segmentation(answer.content, categories) for answer in answers}
        maps = {
            answer.worker: mask_of(
                answer, read[answer.worker], [codes[label] for label, _ in read[answer.worker].colours], around
            )
            for answer in answers
        }
        one_size(maps)
        found = Stack(maps, colours_of(read.values()))
        if self.prior is None:
            return found
        prior = self.prior(around, categories)
        if prior is None or prior.mask.shape != next(iter(maps.values())).shape:
            return replace(found, adjusted=any(one.modified is not False for one in read.values()))
        changed = any((one != prior.mask).any() for one in maps.values())
        return Stack({**maps, PRIOR: prior.mask}, {**found.colours, **prior.colours}, prior, changed)

    def labelled(self, mask: Mask, posterior: float, stack: Stack, categories: Sequence[str]) -> Merged:
        workers = sorted(set(stack.maps) - {PRIOR})
        confidence = confidence_of(posterior, len(workers))
        colours = [WHITE, *(rgb_of(stack.colours.get(name) or colour_of(n)) for n, name in enumerate(categories))]
        value = PaintedLabel(named(mask, colours, categories, confidence), stack.adjusted)
        return Merged(value, confidence, posterior, tuple(workers), encode(mask, colours))


def named(
    mask: Mask, colours: Sequence[Rgb], categories: Sequence[str], confidence: float
) -> tuple[tuple[int, str, str, float], ...]:
    """What the codes of a mask mean; code n is category n - 1, and `colours` are by code."""
    present = [code for code in range(1, len(categories) + 1) if (mask == code).any()]
    classes = [(0, BACKGROUND, hex_of(WHITE), confidence)]
    classes += [(code, categories[code - 1], hex_of(colours[code]), confidence) for code in present]
    return tuple(classes)


def layers_of(merged: Merged, categories: Sequence[str]) -> Layers:  # noqa: ARG001
    """The categories of a label's PNG; instances of one category are one area."""
    mask, _ = indexes(merged.file or b"")
    found: dict[str, Any] = {}
    for code, name, _, _ in merged.value.classes:
        if code:
            found[name] = found.get(name, False) | (mask == code)
    return found


@dataclass(frozen=True, slots=True)
class Stack:
    """The masks of one object by worker, and the colour of every label; `adjusted` is None where nothing is."""

    maps: Mapping[str, Mask]
    colours: Mapping[str, str]
    prior: PriorMask | None = None
    adjusted: bool | None = None

    @property
    def workers(self) -> list[str]:
        return sorted(self.maps)

    @property
    def in_order(self) -> list[Mask]:
        return [self.maps[worker] for worker in self.workers]

    @property
    def picture(self) -> Picture:
        return Picture(self.workers, joint(self.in_order))


def codes_of(categories: Sequence[str]) -> dict[str, int]:
    """Pixel codes by category, from 1. Raises AnswerError where a byte cannot hold them."""
    if len(categories) > MOST_CODES:
        raise AnswerError(f"The job has {len(categories)} categories, more than {MOST_CODES}.", "Use fewer.")
    return {category: code for code, category in enumerate(categories, 1)}


def colours_of(answers: Iterable[PaintedAnswer]) -> dict[str, str]:
    """The colour most answers give each label; of equals the first in order."""
    counted: dict[str, Counter[str]] = {}
    for answer in answers:
        for label, colour in answer.colours:
            counted.setdefault(label, Counter())[colour.lower()] += 1
    return {label: min(found, key=lambda colour: (-found[colour], colour)) for label, found in counted.items()}
