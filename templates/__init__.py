"""Pages and the components they are made of; this file lets them travel in a wheel."""
