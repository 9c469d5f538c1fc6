"""Truth inference: many answers to one label with a confidence. Knows no task type and no AWS."""
