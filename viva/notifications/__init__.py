"""What is told to the world outside: webhooks, each delivery a row until it has arrived or been given up."""
