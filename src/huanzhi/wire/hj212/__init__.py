"""HJ 212: how instruments of sources and stations talk (污染物在线监控系统数据传输标准)."""

from .factors import Factor, factor, factors

__all__ = ["Factor", "factor", "factors"]
