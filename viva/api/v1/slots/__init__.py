"""`interviews/slots/…`: times that a company offers, and the booking of them."""
