"""One folder a Lambda: its handler wires adapters, parses the event, calls one use case and replies."""
