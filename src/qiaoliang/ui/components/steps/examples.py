def examples():
    return [("1 / 3", {"current": 1, "total": 3}), ("3 / 3", {"current": 3, "total": 3})]
