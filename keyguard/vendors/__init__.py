"""Other vendors: one row for each says how it is recognised, what its keys are, where to go.

``table`` puts the rows together: ``lookalikes`` (keys that can have the very form of a Gateway
key), ``prefixed`` (keys that say by their prefix whose they are) and ``named`` (no such keys, but
names and webhooks that are used beside the Gateway's). A new vendor is one row in one of these;
everything else derives from it: the evidence of its name, the forms that detection looks for, the
clues of the prefilter, the names and pages of the advice.

Nothing here is loaded before something was seen that may be a vendor's key.
"""
