"""Everything that is written down: manifests, requests, worker files, templates.

Ground Truth's own names live here.
"""
