"""What a job's `trigpoint:<option>` tags may say: everything SageMaker has no field for (DESIGN 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from trigpoint.domain.allow_list import ALLOW_BUCKETS, ALLOW_HOSTS, buckets_of, hosts_of
from trigpoint.domain.job import (
    AUDIT,
    CERTAINTY,
    CONSOLIDATION,
    GOLD_ATTRIBUTE,
    HUMAN_SHARE,
    MOST_UNDO_SECONDS,
    SEED,
    TARGET,
    TASK_PAY,
    UNDO_SECONDS,
)
from trigpoint.formats.request_fields import Fields

TAG_PREFIX = "trigpoint:"

SHARE = re.compile(r"0?\.(?=0*[1-9])[0-9]{1,9}")
BETWEEN = "Write a share between 0 and 1, such as `0.95`."

SHAPES: dict[str, tuple[re.Pattern[str], str]] = {
    UNDO_SECONDS: (re.compile(r"[0-9]{1,3}"), f"Use whole seconds from 0 to {MOST_UNDO_SECONDS}."),
    TASK_PAY: (
        re.compile(r"[0-9]{1,6}(\.[0-9]{1,4})? [A-Z]{3}"),
        "Write an amount and a currency, such as `0.05 EUR`.",
    ),
    CONSOLIDATION: (
        re.compile("panel|modified-dawid-skene|majority"),
        "Use panel, modified-dawid-skene or majority.",
    ),
    TARGET: (SHARE, BETWEEN),
    CERTAINTY: (SHARE, BETWEEN),
    HUMAN_SHARE: (re.compile(f"{SHARE.pattern}|1(\\.0+)?"), "Write a share up to 1, such as `0.4`."),
    AUDIT: (re.compile(r"[0-9]{1,6}"), "Write how many machine labels people check, such as `200`."),
    SEED: (re.compile(r"[0-9]{1,9}"), "Write a whole number of at most nine digits."),
    GOLD_ATTRIBUTE: (re.compile(r"[^\s]{1,127}"), "Name the manifest's key that holds labels known beforehand."),
}
"""What the value of an option must look like, and what to do where it does not. Other options are free text."""


LISTS = {
    ALLOW_HOSTS: (
        hosts_of,
        "Name https hosts, such as `cdn.example.com`, or `.example.org` for its subdomains.",
    ),
    ALLOW_BUCKETS: (buckets_of, "Name buckets, spaces between them."),
}
"""What reads the value of an option that is a list, and what to do where it cannot."""


def check_option(tag: Fields, option: str) -> None:
    """Raises RecipeError, naming the tag."""
    value = tag.text("Value")
    if option in LISTS:
        check_list(tag, option, value)
    if option not in SHAPES:
        return
    pattern, fix = SHAPES[option]
    if not pattern.fullmatch(value) or (option == UNDO_SECONDS and int(value) > MOST_UNDO_SECONDS):
        raise tag.wrong("Value", f"of {TAG_PREFIX}{option} is {value!r}", fix)


def check_list(tag: Fields, option: str, value: str) -> None:
    read, fix = LISTS[option]
    try:
        read(value)
    except ValueError as error:
        raise tag.wrong("Value", f"of {TAG_PREFIX}{option}: {error}", fix) from error


def check_together(request: Fields, options: Mapping[str, str], task_type: str) -> None:
    """Options that only some jobs can take. Raises RecipeError."""
    single = task_type.endswith("_multi_class")
    for option in (CONSOLIDATION, GOLD_ATTRIBUTE):
        if options.get(option) and not single:
            what = f"hold {TAG_PREFIX}{option}, which is for jobs of one category an object"
            raise request.wrong("Tags", what, "Leave the tag out.")
    if options.get(GOLD_ATTRIBUTE) and options.get(CONSOLIDATION, "panel") != "panel":
        what = f"hold {TAG_PREFIX}{GOLD_ATTRIBUTE} beside the method {options[CONSOLIDATION]}, which takes no gold"
        raise request.wrong("Tags", what, "Use the method panel.")
