"""Measurements, each printed beside its peer in the same run. `make bench`, or `python -m benchmarks NAME`."""
