"""我的信息: what is held on a person, as they see it, carry it away, correct it and have it erased."""
