"""Where a webhook's secret is named, or is one without a name of its own."""
