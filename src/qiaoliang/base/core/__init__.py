"""The lowest floor: time, ids, codes, keys, refusals and the abstract models. No tables of its own."""
