"""The command line, one verb a file: tables or JSON, and exit code 0, 1 (refused) or 2 (misused)."""
