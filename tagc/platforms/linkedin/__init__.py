"""LinkedIn Insight Tag."""
