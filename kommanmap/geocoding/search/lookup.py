"""One typed address → an answer, from one opened index and the gazetteer. Knows neither geopy nor files.

The order: streets of the municipalities that may be meant (exact, folded, sound, abbreviation, slips), without any
place named all municipalities; then the middle of the postcode, then that of the municipality.
"""

from collections.abc import Iterator, Sequence

from kommanmap.domain.problems import Problem
from kommanmap.domain.values import Coordinates
from kommanmap.domain.vocabulary import Accuracy
from kommanmap.geocoding.addresses import Address, HouseNumber
from kommanmap.geocoding.answers import Candidate, GeocodeAnswer, Outcome
from kommanmap.geocoding.names.gazetteer import Gazetteer
from kommanmap.geocoding.register.index_reader import IndexReader, Key
from kommanmap.geocoding.register.street_keys import street_key
from kommanmap.geocoding.search.candidates import Describer, PostcodeMiddles, told_apart
from kommanmap.geocoding.search.house_choice import choose_house, in_the_middle
from kommanmap.geocoding.search.matching import Match, matches, matches_anywhere
from kommanmap.geocoding.search.ranking import SLIP_WEIGHT, Hit, ranked, rivals, weighed
from kommanmap.geocoding.search.whereabouts import Whereabouts

MOST_PROPOSALS = 3
AREA_LIKENESS = 0.4
"""Of the middle of a town when a street was asked for."""

_IN_ANOTHER_TOWN = 6.0


class Lookup:
    """Answers one question. `reader` is None where no address file was imported."""

    def __init__(
        self, *, gazetteer: Gazetteer, middles: PostcodeMiddles, reader: IndexReader | None, limit: int
    ) -> None:
        self._gazetteer = gazetteer
        self._middles = middles
        self._reader = reader
        self._describe = Describer(gazetteer, reader.origin if reader else None)
        self._limit = limit

    def answer(self, address: Address, where: Whereabouts) -> GeocodeAnswer:
        """The answer; its warnings begin with those of the place."""
        if where.outside:
            return _nothing(address, Problem("ags", "outside_nrw"))
        if address.po_box and not address.street:
            return _nothing(address, Problem("street", "po_box", {"number": address.po_box}))
        if address.is_empty and not where.guesses and not address.building:
            return _nothing(address, Problem("", "address_not_understood"))
        street = address.street or address.building
        if street and self._reader is not None:
            hits = self._hits(self._reader, address, where, street)
            if hits or address.street:
                return self._of_streets(self._reader, address, where, hits)
        return self._of_area(address, where)

    # Streets

    def _hits(self, reader: IndexReader, address: Address, where: Whereabouts, street: str) -> list[Hit]:
        """Every street that may be meant, with its house, best first."""
        number = address.house_number if address.street else None
        if where.guesses:
            found = self._in_towns(reader, where, street, number, exactly=not address.street)
        elif where.named or not address.street:
            found = []
        else:
            found = [
                Hit(match, choose_house(reader, match.street, number)) for match in matches_anywhere(reader, street)
            ]
        found = weighed(found, postcode=where.postcode, district=address.district, middles=self._middles)
        return ranked(found, lambda ags: reader.houses_by_town.get(ags, 0))

    def _in_towns(
        self, reader: IndexReader, where: Whereabouts, street: str, number: HouseNumber | None, *, exactly: bool
    ) -> list[Hit]:
        hits: list[Hit] = []
        for ags, doubt in where.guesses.items():
            if doubt and any(hit.match.slips == hit.town_doubt == 0 for hit in hits):
                break
            found = matches(reader, street, ags)
            if number and not (found and found[0].slips == 0):  # "Straße 101" is a name
                whole = reader.named(Key.FOLDED, street_key(f"{street} {number.typed}"), ags)
                hits += [Hit(Match(each), in_the_middle(reader, each), doubt) for each in whole]
            hits += [
                Hit(match, choose_house(reader, match.street, number), doubt)
                for match in found
                if match.slips == 0 or not exactly
            ]
        return hits

    def _of_streets(self, reader: IndexReader, address: Address, where: Whereabouts, hits: list[Hit]) -> GeocodeAnswer:
        if not hits:
            return self._not_in_town(reader, address, where)
        best = hits[0]
        tied = rivals(best, hits[1:])
        is_a_name = best.match.slips >= 1 and reader.has_name(street_key(address.street))
        if tied or is_a_name or not best.match.is_certain or _is_second_meaning(best, where):
            return self._to_choose_from(address, where, hits, tied)
        others = [hit for hit in hits[1:] if hit.match.slips == best.match.slips]
        candidates = [self._candidate(hit, where) for hit in [best, *others]]
        return self._said(Outcome.FOUND, candidates, address, where, tuple(self._remarks(best, others, address)))

    def _to_choose_from(self, address: Address, where: Whereabouts, hits: list[Hit], tied: list[Hit]) -> GeocodeAnswer:
        """Those that tie; where none is spelled as typed, also what is a slip further, and the middle of the town."""
        best = hits[0]
        if best.match.slips == 0 and not _is_second_meaning(best, where):
            return self._said(Outcome.AMBIGUOUS, [self._candidate(hit, where) for hit in (best, *tied)], address, where)
        likely = [hit for hit in hits if hit.name_doubt <= best.name_doubt + SLIP_WEIGHT][: self._limit - 1]
        areas = self._areas(where, AREA_LIKENESS) or [
            self._describe.area(hit.street.ags, None, likeness=AREA_LIKENESS)
            for hit in likely[:1]
            if hit.street.ags in self._gazetteer.towns_by_ags
        ]
        warning = self._elsewhere_only(address, where, likely) if best.match.slips == 0 else _similar(address, likely)
        candidates = [*(self._candidate(hit, where) for hit in likely), *areas]
        return self._said(Outcome.AMBIGUOUS, candidates, address, where, (warning,))

    def _candidate(self, hit: Hit, where: Whereabouts) -> Candidate:
        settled = where.settled and where.postcode is not None and hit.street.ags in where.postcode.ags
        postcode = where.postcode.term if settled and where.postcode and not hit.place_doubt else ""
        return self._describe.house(hit.street, hit.choice, postcode=postcode, likeness=hit.likeness)

    def _remarks(self, best: Hit, others: Sequence[Hit], address: Address) -> Iterator[Problem]:
        """What a person should know about a certain answer that is not quite what was typed."""
        street, choice, town = best.street, best.choice, self._town(best.street.ags)
        if best.match.slips:
            yield Problem("street", "street_read_as", {"typed": address.street, "street": street.name})
        if best.town_doubt and address.town:
            yield Problem("ags", "town_read_as", {"typed": address.town, "town": town})
        if any(hit.street.ags == street.ags and hit.street.name == street.name for hit in others):
            yield Problem("street", "street_more_than_once", {"street": street.name, "town": town})
        if choice.accuracy is not Accuracy.HOUSE and choice.house is not None:
            values = {"number": address.number_text, "street": street.name, "nearest": choice.house.text}
            yield Problem("house_number", "house_number_missing", values)
        if address.postcode and choice.postcode and choice.postcode != address.postcode:
            yield Problem("postcode", "postcode_differs", {"typed": address.postcode, "postcode": choice.postcode})

    def _elsewhere_only(self, address: Address, where: Whereabouts, hits: Sequence[Hit]) -> Problem:
        towns = dict.fromkeys(self._town(hit.street.ags) for hit in hits)
        values = {
            "street": address.street,
            "town": self._typed_town(address, where),
            "towns": ", ".join(list(towns)[:MOST_PROPOSALS]),
        }
        return Problem("street", "street_in_other_town", values)

    def _not_in_town(self, reader: IndexReader, address: Address, where: Whereabouts) -> GeocodeAnswer:
        """No street of this name in the town that was typed: said, with where there is one, and not moved."""
        elsewhere = self._elsewhere(reader, address, where)
        town = self._typed_town(address, where)
        if elsewhere:
            warning = self._elsewhere_only(address, where, elsewhere)
        elif town:
            warning = Problem("street", "street_unknown", {"street": address.street, "town": town})
        else:
            warning = Problem("street", "street_unknown_anywhere", {"street": address.street})
        areas = self._areas(where, AREA_LIKENESS)
        candidates = [*areas, *(self._candidate(hit, where) for hit in elsewhere)] if areas else []
        outcome = Outcome.NOTHING if not areas else Outcome.FOUND if len(areas) == 1 else Outcome.AMBIGUOUS
        return self._said(outcome, candidates, address, where, (warning,))

    def _elsewhere(self, reader: IndexReader, address: Address, where: Whereabouts) -> list[Hit]:
        """Streets of exactly this name in other towns, the nearest first."""
        found = [
            Hit(Match(street), choose_house(reader, street, address.house_number), _IN_ANOTHER_TOWN)
            for street in reader.named(Key.FOLDED, street_key(address.street))
            if street.ags not in where.guesses
        ]
        middle = self._middle(where)
        if middle is None:
            return ranked(found, lambda ags: reader.houses_by_town.get(ags, 0))
        return sorted(found, key=lambda hit: (hit.position.distance_km(middle), hit.street.id))

    def _middle(self, where: Whereabouts) -> Coordinates | None:
        if where.postcode is not None:
            return where.postcode.position
        first = next(iter(where.guesses), "")
        return self._gazetteer.towns_by_ags[first].position if first else None

    # Areas

    def _of_area(self, address: Address, where: Whereabouts) -> GeocodeAnswer:
        candidates = self._areas(where, AREA_LIKENESS if address.street else 1.0)
        best = min(where.guesses.values(), default=0.0)
        warnings = []
        if best and address.town and candidates:
            values = {"typed": address.town, "town": candidates[0].municipality}
            warnings.append(Problem("ags", "town_read_as", values))
        if not (candidates or where.warnings or address.street):
            warnings.append(Problem("", "address_not_understood"))
        outcome = (Outcome.NOTHING, Outcome.FOUND)[len(candidates)] if len(candidates) < 2 else Outcome.AMBIGUOUS
        return self._said(outcome, candidates, address, where, tuple(warnings))

    def _areas(self, where: Whereabouts, likeness: float) -> list[Candidate]:
        """The municipalities that are likeliest meant, or the part of the postcode in each."""
        least = min(where.guesses.values(), default=0.0)
        meant = [ags for ags, doubt in where.guesses.items() if doubt == least and ags in self._gazetteer.towns_by_ags]
        agreed = round(max(0.1, likeness - 0.12 * least), 3)
        return [self._describe.area(ags, where.postcode, likeness=agreed) for ags in meant]

    def _said(
        self,
        outcome: Outcome,
        candidates: Sequence[Candidate],
        address: Address,
        where: Whereabouts,
        warnings: tuple[Problem, ...] = (),
    ) -> GeocodeAnswer:
        shown = candidates[: self._limit]
        told = told_apart(shown, self._middles) if len(shown) > 1 else shown
        return GeocodeAnswer(outcome, tuple(told), address, (*where.warnings, *warnings))

    def _town(self, ags: str) -> str:
        town = self._gazetteer.towns_by_ags.get(ags)
        return town.name if town else ags

    def _typed_town(self, address: Address, where: Whereabouts) -> str:
        """The town as the register spells it if it is certain, else as it was typed."""
        first = next(iter(where.guesses), "")
        return self._town(first) if first else address.town or address.district or address.postcode


def _is_second_meaning(hit: Hit, where: Whereabouts) -> bool:
    """Whether the town of a hit is not the one that its name first means: the village Hagen in Delbrück."""
    return hit.town_doubt > 0 and min(where.guesses.values()) == 0


def _similar(address: Address, hits: Sequence[Hit]) -> Problem:
    names = ", ".join(dict.fromkeys(hit.street.name for hit in hits[:MOST_PROPOSALS]))
    return Problem("street", "street_similar", {"typed": address.street, "names": names})


def _nothing(address: Address, warning: Problem) -> GeocodeAnswer:
    return GeocodeAnswer(Outcome.NOTHING, (), address, (warning,))
