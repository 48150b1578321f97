"""Outside geocoders: how each is asked, what its answers say, how it is spared. All off unless configured."""
