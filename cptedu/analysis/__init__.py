"""What choices do to RVUs, money, time and risk: over a visit and over a plan of care."""
