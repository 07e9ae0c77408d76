"""What people decide on incidents: kept as a log, attached to quotes, laid over what extraction finds."""
