"""What changes things: one verb, one function. Services flush and never commit; they know no request and no page."""
