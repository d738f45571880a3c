from viva.interviews.services.completion import complete_interview
from viva.interviews.services.creation import create_interview
from viva.interviews.services.responses import record_response, record_unanswered

__all__ = ["complete_interview", "create_interview", "record_response", "record_unanswered"]
