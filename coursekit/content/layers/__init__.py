"""Chapter 3: layers fold the plane until one straight cut is enough."""
