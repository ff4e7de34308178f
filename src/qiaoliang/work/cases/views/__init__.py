"""Pages by audience: ``report`` and ``follow`` for residents, ``desk`` and ``lists`` for officers."""
