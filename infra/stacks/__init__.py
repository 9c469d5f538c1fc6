"""The stacks: each composes constructs and makes every grant between them."""
