"""The counts of scale, on Apache Spark."""
