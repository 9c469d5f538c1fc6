"""Truth inference over masks: every pixel's class from several workers' maps of classes."""
