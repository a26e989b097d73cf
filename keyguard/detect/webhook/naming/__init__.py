"""Where a webhook's secret is named."""
