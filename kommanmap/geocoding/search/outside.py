"""What lies outside North Rhine-Westphalia: well-known towns, and postcodes that cannot belong to the state.

Only names that no municipality of the state has. A short list on purpose: it keeps a misspelt "Hannover" from becoming
a village here; whatever else is unknown is said to be unknown.
"""

from collections.abc import Iterable

from kommanmap.domain.folding import key

_TOWNS = """
Amsterdam, Aschaffenburg, Augsburg, Bamberg, Basel, Bayreuth, Berlin, Bern, Brandenburg an der Havel, Braunschweig,
Bremen, Bremerhaven, Brüssel, Celle, Chemnitz, Cottbus, Darmstadt, Delmenhorst, Dessau-Roßlau, Dresden, Emden, Enschede,
Erfurt, Erlangen, Eupen, Flensburg, Frankfurt, Frankfurt am Main, Frankfurt (Oder), Freiburg, Freiburg im Breisgau,
Fürth, Fulda, Gera, Gießen, Göttingen, Graz, Greifswald, Halle (Saale), Hamburg, Hanau, Hannover, Heerlen, Heidelberg,
Heilbronn, Hildesheim, Ingolstadt, Jena, Kaiserslautern, Karlsruhe, Kassel, Kerkrade, Kiel, Koblenz, Konstanz, Landshut,
Leipzig, Lingen (Ems), Linz, Ludwigsburg, Ludwigshafen, Ludwigshafen am Rhein, Lübeck, Lüneburg, Lüttich, Luxemburg,
Maastricht, Magdeburg, Mainz, Mannheim, Marburg, München, Neubrandenburg, Neuwied, Nordhorn, Nürnberg, Offenbach,
Offenbach am Main, Oldenburg, Osnabrück, Paris, Passau, Pforzheim, Plauen, Potsdam, Regensburg, Reutlingen, Rostock,
Rüsselsheim, Saarbrücken, Salzburg, Salzgitter, Schwerin, Stralsund, Stuttgart, Trier, Tübingen, Ulm, Venlo,
Villingen-Schwenningen, Warschau, Weimar, Wetzlar, Wien, Wiesbaden, Wilhelmshaven, Wolfsburg, Worms, Würzburg, Zürich,
Zwickau
"""
_OUTSIDE = frozenset(key(name) for name in _TOWNS.split(","))

WHOLLY_INSIDE = frozenset(("33", "40", "41", "42", "44", "45", "46", "47", "50", "51", "52", "58", "59"))
"""First two digits that postcodes of no other state have (Deutsche Post's regions)."""


def is_outside(folded_town: str) -> bool:
    """Whether a folded name is that of a well-known town outside the state."""
    return folded_town in _OUTSIDE


def may_be_inside(postcode: str, known: Iterable[str]) -> bool:
    """Whether a postcode that nobody lists may belong to the state all the same: a box, a large customer, a new one."""
    return postcode[:2] in WHOLLY_INSIDE or any(code.startswith(postcode[:3]) for code in known)
