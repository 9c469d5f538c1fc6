"""Trigpoint: ground truth for machine learning, from manifest to labels."""
