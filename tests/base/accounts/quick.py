from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    """The same form of hash for a thousandth of the work."""

    time_cost, memory_cost, parallelism = 1, 8, 1
