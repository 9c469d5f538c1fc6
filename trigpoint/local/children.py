"""Child processes that never outlive the launcher, however it ends."""

from __future__ import annotations

import ctypes
import signal

PR_SET_PDEATHSIG = 1
_LIBC = ctypes.CDLL(None)


def end_with_parent() -> None:
    """For `Popen(preexec_fn=...)`: the kernel kills the child when its parent ends, even by kill -9."""
    _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
