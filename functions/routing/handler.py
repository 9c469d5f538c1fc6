"""In: {"step": "choose_wave" | "open_wave" | "await_low_water" | "note_untrained", "job", "wave"?, "token"?,
"error"?} of the machine, {"step": "sweep"} of the schedule, {"step": "resume"} of a start on one machine.
Out: what the step says, see its use case; {"job": key} otherwise.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.adapters.step_functions import cause_of
from trigpoint.usecases.choose_wave import choose_wave
from trigpoint.usecases.learning_steps import note_untrained
from trigpoint.usecases.open_wave import await_low_water, open_wave
from trigpoint.usecases.resume_jobs import accept_waiting_uploads, resume_jobs, sweep_jobs

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    match event["step"]:
        case "choose_wave":
            return choose_wave(event["job"], ports, deployment)
        case "open_wave":
            open_wave(event["job"], event["wave"], ports, deployment)
        case "await_low_water":
            await_low_water(event["job"], event["token"], ports, deployment)
        case "note_untrained":
            note_untrained(event["job"], cause_of(event.get("error", {})), ports, deployment)
        case "sweep":
            return {"resumed": resume_jobs(ports), "trouble": sweep_jobs(ports, deployment)}
        case "resume":
            accepted = [job.key for job in accept_waiting_uploads(ports, deployment)]
            return {"accepted": accepted, "resumed": resume_jobs(ports, grace=0)}
        case other:
            raise ValueError(f"routing has no step {other!r}")
    return {"job": event["job"]}
