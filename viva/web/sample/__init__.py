"""What the demo shows before anybody has done anything: templates, interviews, a company that hires."""
