"""The stages put together: content -> screen -> views -> detections -> findings."""
