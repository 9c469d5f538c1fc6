"""What a month costs: usage records, rated with a price book, make a bill. Exact decimals, no clock."""
