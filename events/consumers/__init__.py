from events.consumers.room import RoomConsumer, refuse

__all__ = ["RoomConsumer", "refuse"]
