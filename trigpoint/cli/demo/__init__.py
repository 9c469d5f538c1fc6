"""The demo: two real jobs, eight simulated workers who answer over HTTP, and what came out of it."""
