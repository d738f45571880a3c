"""For staff: what runs candidates' code here, what it lacks, and trying it."""
