from viva.scheduling.models.booking import InterviewSchedule, ScheduleStatus
from viva.scheduling.models.slot import InterviewSlot, SlotStatus, WeeklyHours

__all__ = ["InterviewSchedule", "InterviewSlot", "ScheduleStatus", "SlotStatus", "WeeklyHours"]
