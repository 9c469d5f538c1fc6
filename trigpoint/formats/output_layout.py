"""Where every output file of a job lies (facts: ground-truth 3.1).

`output` is the request's S3OutputPath, `job` the job's name as written; everything lies under
`<output>/<job>/`. `iteration` is the wave, from 1; `seq` the object id; times are UTC seconds.
"""

from __future__ import annotations

from trigpoint.domain.job import Instant
from trigpoint.formats.timestamps import file_stamp

CONSOLIDATED = "annotations/consolidated-annotation"


def job_root(output: str, job: str) -> str:
    return f"{output.rstrip('/')}/{job}"


def output_manifest(output: str, job: str) -> str:
    return f"{job_root(output, job)}/manifests/output/output.manifest"


def machine_output(output: str, job: str, iteration: int, group: int) -> str:
    """The machine labels of one export group; the iteration stands third from the end, as readers expect."""
    return f"{job_root(output, job)}/activelearning/{iteration}/group-{group}/auto_annotator_output.txt"


def learning_report(output: str, job: str) -> str:
    return f"{job_root(output, job)}/activelearning/report.html"


def learned_model(output: str, job: str, iteration: int) -> str:
    """What the job has learned; the iteration stands fifth from the end and the job third, as readers expect."""
    return f"{job_root(output, job)}/training/{iteration}/trigpoint/{job}/output/model.tar.gz"


def intermediate_manifest(output: str, job: str, iteration: int) -> str:
    return f"{job_root(output, job)}/annotations/intermediate/{iteration}/output.manifest"


def worker_response(output: str, job: str, iteration: int, seq: int, at: Instant) -> str:
    folder = f"{job_root(output, job)}/annotations/worker-response/iteration-{iteration}"
    return f"{folder}/{seq}/{file_stamp(at)}.json"


def consolidation_request(output: str, job: str, iteration: int, at: Instant, batch: str = "") -> str:
    """`batch` tells files of the same second apart; Ground Truth's own names have no such part."""
    return consolidation_file("consolidation-request", output, job, iteration, at, batch)


def consolidation_response(output: str, job: str, iteration: int, at: Instant, batch: str = "") -> str:
    return consolidation_file("consolidation-response", output, job, iteration, at, batch)


def consolidation_file(kind: str, output: str, job: str, iteration: int, at: Instant, batch: str) -> str:
    stem = file_stamp(at) + (f"-{batch}" if batch else "")
    return f"{job_root(output, job)}/{CONSOLIDATED}/{kind}/iteration-{iteration}/{stem}.json"


def annotation(output: str, job: str, iteration: int, seq: int, worker: str) -> str:
    """An answer too large for the consolidation-request file, which points to it. `worker` is the id in that file."""
    folder = f"{job_root(output, job)}/{CONSOLIDATED}/consolidation-request/iteration-{iteration}"
    return f"{folder}/annotations/{seq}/{worker}.json"


def mask(output: str, job: str, iteration: int, seq: int, at: Instant, mark: str = "") -> str:
    """`mark` tells masks of one object and second apart."""
    stem = f"{iteration}_{seq}_{file_stamp(at)}" + (f"_{mark}" if mark else "")
    return f"{job_root(output, job)}/{CONSOLIDATED}/output/{stem}.png"


def sequence_label(output: str, job: str, seq: int) -> str:
    return f"{job_root(output, job)}/{CONSOLIDATED}/output/{seq}/SeqLabel.json"


def auto_annotator_output(output: str, job: str, iteration: int, run: str) -> str:
    return f"{job_root(output, job)}/activelearning/{iteration}/{run}/auto_annotator_output.txt"


def labels_table(output: str, job: str) -> str:
    """Ours, beside Ground Truth's files: the table of labels for the data lake."""
    return f"{job_root(output, job)}/tables/labels.parquet"
