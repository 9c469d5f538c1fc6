"""One step of a job that is too large for a function, as a program: `python -m functions.autolabel.at_length`.

The environment is the function's, and names the job. What the step decides lies in its file; the line printed here is
for those who read the log. The exit status is not 0 where taking it failed.
"""

from __future__ import annotations

import os

from functions.autolabel.handler import deployment, ports
from trigpoint.domain.places import TRAINED_JOB
from trigpoint.usecases.promise_words import step_in_words
from trigpoint.usecases.train_model import train_at_length


def main() -> None:
    key = os.environ[TRAINED_JOB]
    print(f"Job {key}: {step_in_words(train_at_length(key, ports, deployment))}", flush=True)


if __name__ == "__main__":
    main()
