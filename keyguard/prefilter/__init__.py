"""Whether, and where, content can hold anything: sound guesses, far cheaper than detection."""
