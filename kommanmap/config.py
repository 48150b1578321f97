"""Every setting, its default and its check: defaults here, then `instance/config.toml`, then `KOMMANMAP_<NAME>`.

A default is fit for a public installation. The secret key has none: `kommanmap setup` writes a fresh one.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any, get_type_hints
from urllib.parse import urlsplit

from kommanmap.domain.errors import BadConfiguration
from kommanmap.domain.freshness import FreshnessRule
from kommanmap.domain.licences import LICENCES
from kommanmap.domain.setting_checks import check_hashing, check_mail
from kommanmap.domain.setting_values import check_server, settings_in_file, typed_setting

ENVIRONMENT_PREFIX = "KOMMANMAP_"
BASE_LAYERS = ("boundaries", "basemap", "pmtiles")
DEFAULT_SENDER = "kommanmap@localhost"
SHORTEST_SECRET = 32
PUBLIC_NOMINATIM = "nominatim.openstreetmap.org"
NOMINATIM_POLICY = "https://operations.osmfoundation.org/policies/nominatim/"

_SERVICE_KEY = re.compile(r"[0-9A-Za-z_-]{8,128}")


@dataclass(frozen=True)
class Config:
    """The settings of one installation. Names in lower case here and in the file, upper case in the environment."""

    instance: Path
    """Folder of this installation: config.toml, the database, tile cache. Set by KOMMANMAP_INSTANCE."""

    secret_key: str = field(default="", repr=False)
    """Signs what must not be forged; at least 32 characters. Written by `kommanmap setup`."""

    database_url: str = ""
    """SQLAlchemy URL. Empty: SQLite at `instance/kommanmap.sqlite3`. PostgreSQL: `postgresql+psycopg://…`."""

    port: int = 8000
    """Port of `kommanmap run`."""

    trusted_hosts: tuple[str, ...] = ("localhost", "127.0.0.1", "[::1]")
    """Host names under which the site may be asked; a leading dot admits subdomains. Anything else answers 400."""

    public_url: str = ""
    """`https://…` address of the site for sitemap, files and embed snippets. Empty: the address it was asked under."""

    proxies: int = 0
    """How many reverse proxies of yours stand in front; only then are X-Forwarded-* headers believed."""

    data_licence: str = ""
    """Licence of the data: dl-de/zero-2-0, dl-de/by-2-0, cc0-1.0 or cc-by-4.0. Empty: none is chosen; files say so."""

    api_per_minute: int = 300
    """Questions to `/api` that one sender may ask each process in a minute. 0: any number."""

    dcat_contributor: str = ""
    """IRI that GovData has given you as a data provider, for `/catalog.rdf`. Empty: the catalogue names none."""

    site_name: str = "KommAnMap"
    """Name in the page head."""

    operator: str = ""
    """Who runs this site: organisation, for imprint and footer."""

    operator_address: str = ""
    """Postal address of the operator, lines separated by newlines."""

    operator_email: str = ""
    """Function mailbox for the imprint, mistakes and barriers."""

    operator_phone: str = ""
    """Phone number for the imprint."""

    privacy_contact: str = ""
    """Data protection officer, one or more lines."""

    supervisory_authority: str = (
        "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen (LDI NRW)"
    )
    """Data protection authority named in the privacy notice."""

    accessibility_reviewed_on: str = ""
    """Date (ISO) of the last review of the accessibility statement."""

    accessibility_ombudsman: str = "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen"
    """Who settles complaints about barriers (BGG NRW, sections 10 ff.); add its present address, lines by newlines."""

    base_layer: str = "boundaries"
    """What lies under the points: `boundaries` (shipped), `basemap` (basemap.de through our cache) or `pmtiles`."""

    tile_cache_mb: int = 200
    """Most megabytes of cached basemap.de tiles on disk."""

    pmtiles_file: str = "map.pmtiles"
    """PMTiles file in the instance folder, for `base_layer = "pmtiles"`."""

    pmtiles_attribution: str = "© OpenStreetMap"
    """Attribution shown with the PMTiles layer, as its licence asks."""

    embed_hosts: tuple[str, ...] = ("*",)
    """Who may frame `/embed/*`: origins such as `https://www.stadt.example`, or `*` for anybody."""

    page_cache_mb: int = 64
    """Most megabytes of finished answers each process keeps per data version, a third of it for data files. 0: none."""

    geocoders: tuple[str, ...] = ()
    """Outside services asked, in this order, where our own addresses know no house: `nominatim`, `photon`, `pelias`,
    `bkg`. Empty: no address leaves this server."""

    nominatim_url: str = ""
    """Address of your own Nominatim server, the part before `/search`."""

    nominatim_policy_read: bool = False
    """You have read the policy of the public Nominatim server and may use it; without this it is refused."""

    photon_url: str = ""
    """Address of your own Photon server, the part before `/api`."""

    pelias_url: str = ""
    """Address of your own Pelias server, the part before `/v1/search`."""

    pelias_key: str = field(default="", repr=False)
    """Key of the Pelias server, where it wants one."""

    bkg_key: str = field(default="", repr=False)
    """The key (UUID) under which the BKG has opened `gdz_geokodierung` to you."""

    geocoder_per_second: int = 5
    """Most requests a second to each of these services, from all processes together. The public Nominatim gets one."""

    geocoder_seconds: int = 5
    """How long one request to such a service may take."""

    check_links: bool = False
    """Look about once a week whether the web addresses of the places still answer."""

    smtp_host: str = ""
    """Mail server that takes our letters. Empty: they become files in the folder `outbox` of the instance."""

    smtp_port: int = 587
    """Port of the mail server."""

    smtp_security: str = "starttls"
    """`starttls`, `tls` (from the first byte, mostly port 465) or `none` (a mail server on this machine)."""

    smtp_user: str = ""
    """Name under which we sign in at the mail server; empty: without."""

    smtp_password: str = field(default="", repr=False)
    """Password for that."""

    smtp_seconds: int = 20
    """How long one step of sending may take."""

    mail_from: str = ""
    """Sender of our letters. Empty: `operator_email`."""

    check_every_days: int = 365
    """How many days a check of a place is good. After that readers are told, and it sinks in the list."""

    check_before: str = "10-31"
    """Month and day of the yearly report: what was checked in one year is due before it in the next. Empty: none."""

    second_factor_required: bool = True
    """Staff sign in with an authenticator app or a passkey besides the password. Without: longer passwords."""

    password_memory_kib: int = 47104
    """argon2id: memory that one hash of a password takes."""

    password_passes: int = 1
    """argon2id: how often that memory is gone through."""

    password_lanes: int = 1
    """argon2id: how many threads work on one hash."""

    password_hashes_at_once: int = 2
    """Most hashes that one process makes at the same time; who comes then waits."""

    testing: bool = False
    """Raise errors instead of showing the error page. For tests only."""

    @classmethod
    def load(cls, instance: Path | None = None, overrides: Mapping[str, Any] | None = None) -> "Config":
        """Read file and environment, apply `overrides`, check.

        Raises:
            BadConfiguration: with the setting's name and what it should be.
        """
        folder = Path(instance or os.environ.get(ENVIRONMENT_PREFIX + "INSTANCE") or _default_instance()).resolve()
        values: dict[str, Any] = dict(settings_in_file(folder / "config.toml"))
        for name in {item.name for item in fields(cls)} - {"instance", "testing"}:
            if ENVIRONMENT_PREFIX + name.upper() in os.environ:
                values[name] = os.environ[ENVIRONMENT_PREFIX + name.upper()]
        values.update(overrides or {})
        hints = get_type_hints(cls)
        known = {item.name for item in fields(cls)} - {"instance"}
        unknown = sorted(set(values) - known)
        if unknown:
            raise BadConfiguration(f"unknown setting: {', '.join(unknown)}")
        config = cls(
            instance=folder, **{name: typed_setting(name, hints[name], value) for name, value in values.items()}
        )
        config.check()
        return config

    def check(self) -> None:
        """Refuse combinations that cannot work."""
        if self.secret_key and len(self.secret_key) < SHORTEST_SECRET:
            raise BadConfiguration(f"secret_key must have at least {SHORTEST_SECRET} characters")
        if self.base_layer not in BASE_LAYERS:
            raise BadConfiguration(f"base_layer must be one of {', '.join(BASE_LAYERS)}, not {self.base_layer!r}")
        if self.public_url and not self.public_url.startswith(("https://", "http://")):
            raise BadConfiguration("public_url must begin with https:// (or http:// while trying things out)")
        if not 1 <= self.port <= 65535:
            raise BadConfiguration("port must lie between 1 and 65535")
        if min(self.proxies, self.page_cache_mb, self.tile_cache_mb, self.api_per_minute) < 0:
            raise BadConfiguration("proxies, page_cache_mb, tile_cache_mb and api_per_minute cannot be negative")
        if self.dcat_contributor:
            check_server("dcat_contributor", self.dcat_contributor)
        self._check_geocoders()
        check_hashing(
            passes=self.password_passes, memory_kib=self.password_memory_kib, lanes=self.password_lanes,
            at_once=self.password_hashes_at_once, weak_allowed=self.testing,
        )  # fmt: skip
        check_mail(
            host=self.smtp_host, port=self.smtp_port, seconds=self.smtp_seconds, security=self.smtp_security,
            user=self.smtp_user, sender=self.mail_sender,
        )  # fmt: skip
        if self.data_licence and self.data_licence not in LICENCES:
            raise BadConfiguration(f"data_licence must be one of {', '.join(LICENCES)}, not {self.data_licence!r}")
        self.freshness  # noqa: B018 - looked at for what it refuses
        for origin in self.embed_hosts:
            if origin != "*" and (not origin.startswith(("https://", "http://")) or set(origin) & set(" ;,'\"")):
                raise BadConfiguration(
                    f"embed_hosts: {origin!r} is neither * nor an origin such as https://www.stadt.example"
                )

    def _check_geocoders(self) -> None:
        for name in ("nominatim_url", "photon_url", "pelias_url"):
            if getattr(self, name):
                check_server(name, getattr(self, name))
        if is_public_nominatim(self.nominatim_url):
            if not self.nominatim_policy_read:
                raise BadConfiguration(
                    f"nominatim_url is the public server: read {NOMINATIM_POLICY}, then set nominatim_policy_read"
                )
            if not self.operator_email:
                raise BadConfiguration("the public Nominatim wants to know who asks: set operator_email")
        for name in ("pelias_key", "bkg_key"):
            if getattr(self, name) and not _SERVICE_KEY.fullmatch(getattr(self, name)):
                raise BadConfiguration(f"{name} must be letters, digits and hyphens, at least 8 of them")
        if not (1 <= self.geocoder_per_second <= 1000 and 1 <= self.geocoder_seconds <= 60):
            raise BadConfiguration("geocoder_per_second goes from 1 to 1000, geocoder_seconds from 1 to 60")

    @property
    def freshness(self) -> FreshnessRule:
        """When places have to be checked again."""
        try:
            return FreshnessRule.of(self.check_every_days, self.check_before)
        except ValueError as error:
            raise BadConfiguration(str(error)) from error

    @property
    def mail_sender(self) -> str:
        """Who our letters are from."""
        return self.mail_from or self.operator_email or DEFAULT_SENDER

    @property
    def effective_database_url(self) -> str:
        """The URL to open."""
        return self.database_url or f"sqlite:///{self.instance / 'kommanmap.sqlite3'}"

    @property
    def address_index(self) -> Path:
        """The file that `kommanmap addresses import` writes and every process reads; there is none at first."""
        return self.instance / "addresses.sqlite3"


def is_public_nominatim(url: str) -> bool:
    """Whether an address leads to the server that OpenStreetMap's foundation runs."""
    host = (urlsplit(url).hostname or "").rstrip(".")
    return host == PUBLIC_NOMINATIM or host.endswith(f".{PUBLIC_NOMINATIM}")


def _default_instance() -> Path:
    """`instance/` beside the checkout, else in the current folder (an installed package has no checkout)."""
    checkout = Path(__file__).resolve().parent.parent
    return (checkout if (checkout / "setup.cfg").is_file() else Path.cwd()) / "instance"
