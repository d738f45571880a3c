"""What is told to the world outside, webhooks and mail: each a row until it has arrived or been given up."""
