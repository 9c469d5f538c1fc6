"""One-machine mode: the embedded AWS, made durable, fast, honest and closed (DESIGN 6).

Reading order: place (paths, ports) -> symbols (refuse an emulator we do not know) -> journal, durable,
state (nothing acknowledged is lost) -> queries, failures, in_process, direct_dynamo (speed and fidelity)
-> guard, listener (closed ports) -> serve (the emulator's process) -> deploy, launcher (`trigpoint up`).
"""
