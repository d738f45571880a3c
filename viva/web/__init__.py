"""Pages: public, candidate and room views with their templates and static files."""
