"""Pure decisions of the ledger: (rows, command, now) -> rows or the error that refuses. No I/O.

The functions that return a `Task` say what a row becomes; `testing.MemoryLedger` runs them as they
stand, and the DynamoDB adapter states the same conditions field by field.
"""
