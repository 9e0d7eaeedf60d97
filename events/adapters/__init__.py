from events.adapters.redis_bus import RedisCarrier

__all__ = ["RedisCarrier"]
