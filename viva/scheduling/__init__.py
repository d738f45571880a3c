"""When an interview is held: slots and their booking, the window in which it may be begun, calendars, mails."""
