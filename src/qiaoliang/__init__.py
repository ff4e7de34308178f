"""Qiaoliang 桥梁: the work bench of a district's mass organisations and Party-building departments."""

__version__ = "0.1.0"
