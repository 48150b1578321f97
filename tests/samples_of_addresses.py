"""Small address files in every layout. The houses stand at real places; a row is written as the publisher writes it."""

import zipfile
from dataclasses import dataclass
from pathlib import Path

OLD_HK_DE_HEADER = "NBA;OI;QUA;LAN;RBZ;KRS;GMD;OTT;SSS;HNR;ADZ;EEEEEEEE_EEE;NNNNNNN_NNN;STN;PLZ;ONM"
DATA_FILE, KEY_FILE = "gebref.txt", "gebref_schluessel.txt"


@dataclass(frozen=True)
class House:
    """One address in NRW, with the position in metres of EPSG:25832."""

    oid: str
    ags: str
    key: str
    street: str
    number: str
    addition: str
    east: float
    north: float
    postcode: str
    town: str = "Irgendwo"
    region: str = "Bezirk"
    kreis: str = "Kreis"

    @property
    def keys(self) -> tuple[str, str, str, str]:
        """State, Regierungsbezirk, Kreis and municipality."""
        return self.ags[:2], self.ags[2], self.ags[3:5], self.ags[5:]


MARL = House(
    "DENW52HK000AAamr", "05562024", "07146", "Polsumer Straße", "2", "", 365471.472, 5721550.8, "45768", "Marl"
)
MARL_4A = House(
    "DENW52HK000AAams", "05562024", "07146", "Polsumer Straße", "4", "a", 365500.0, 5721560.0, "45768", "Marl"
)
KOELN = House(
    "DENW23HK000BBcc1", "05315000", "00002", "Aachener Straße", "10", "", 355000.25, 5645000.5, "50674", "Köln"
)
RATINGEN = House(
    "DENW000002207504", "05158028", "12741", "Minoritenstraße", "6", "", 349925.06, 5685090.386, "40878", "Ratingen"
)
HOUSES = (MARL, MARL_4A, KOELN, RATINGEN)
BREMEN = House("DEHB00HK00000001", "04011000", "00100", "Am Markt", "21", "", 486800.0, 5881000.0, "28195", "Bremen")


def current(house: House) -> str:
    """gebref since 2023: 21 columns, decimal points, a date."""
    state, region, kreis, town = house.keys
    return (
        f"N;{house.oid};A;{state};Nordrhein-Westfalen;{region};{house.region};{kreis};{house.kreis};{town};{house.town};"
        f"0000;;{house.key};{house.street};{house.number};{house.addition};32;{house.east:.3f};{house.north:.3f};2026-07-01"
    )


def of_2022(house: House) -> str:
    """gebref 2020 to 2022: 15 columns, decimal commas, the zone in front of the easting, a date."""
    return f"{of_2019(house)};2022-01-01"


def of_2019(house: House) -> str:
    """gebref until 2019: 14 columns."""
    east, north = f"{house.east:.3f}".replace(".", ","), f"{house.north:.3f}".replace(".", ",")
    keys = ";".join(house.keys)
    return f"N;{house.oid};A;{keys};0000;{house.key};{house.number};{house.addition};32{east};{north};{house.street}"


def hk_de(house: House) -> str:
    """A row under today's nationwide header."""
    return f"{current(house).rpartition(';')[0]};{house.postcode};{house.town};;"


def old_hk_de(house: House) -> str:
    """A row under the nationwide header until 2019."""
    return f"{of_2019(house)};{house.postcode};{house.town}"


def key_file(*houses: House) -> str:
    """The names of the keys, as they came beside the data until 2022."""
    lines = ["# Schluesselverzeichnis", "L;05;;;;Nordrhein-Westfalen", "R;05;1;;;Düsseldorf", "K;05;1;58;Mettmann"]
    lines += [f"G;{';'.join(house.keys)};{house.town}" for house in houses]
    return text(*lines)


def text(*lines: str) -> str:
    """Lines as the publisher ends them."""
    return "".join(f"{line}\r\n" for line in lines)


def many(count: int) -> list[str]:
    """So many good rows of today's layout in one street."""
    shifted = (
        House(
            f"DENW52HK{number:08}",
            "05562024",
            "07146",
            "Polsumer Straße",
            str(number),
            "",
            365471 + number,
            5721550,
            "",
        )
        for number in range(1, count + 1)
    )
    return [current(house) for house in shifted]


def write_zip(path: Path, files: dict[str, str | bytes]) -> Path:
    """A ZIP with these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def write_text(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    """A text file with these lines."""
    path.write_bytes(text(*lines).encode(encoding))
    return path
