"""Automated labeling: features, learner, sampler, certificate, and the loop that joins them. Pure; knows no AWS."""
