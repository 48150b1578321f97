"""Reference data of the package → tables: complete, harmless to repeat, and a change is noticed."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from sqlalchemy import func, select

from kommanmap.extensions import db
from kommanmap.models import Centre, Municipality, MunicipalityAlias, PostcodeArea
from kommanmap.services.data_version import versions
from kommanmap.services.reference import load_reference, reference_folder

NOW_UTC = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def edited_folder(tmp_path: Path, name: str, old: str, new: str) -> Path:
    folder = tmp_path / "reference"
    shutil.copytree(str(reference_folder()), folder)
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return folder


def test_centres_municipalities_and_postcodes_are_there(app_db: Flask) -> None:
    with app_db.app_context():
        count = {
            table: db.session.scalar(select(func.count()).select_from(table))
            for table in (Centre, Municipality, PostcodeArea)
        }
        assert count == {Centre: 54, Municipality: 396, PostcodeArea: 871}
        assert db.session.scalar(select(func.count(PostcodeArea.postcode.distinct()))) == 864


def test_aachen_has_a_centre_of_its_own(app: Flask) -> None:
    with app.app_context():
        names = {ags: db.session.get_one(Municipality, ags).centre.name for ags in ("05334002", "05334004", "05334032")}
        assert names == {
            "05334002": "KI Stadt Aachen",
            "05334004": "KI StädteRegion Aachen",
            "05334032": "KI StädteRegion Aachen",
        }


def test_loading_again_changes_nothing(app_db: Flask) -> None:
    with app_db.app_context():
        before = versions(db.session())
        loaded = load_reference(db.session(), now=NOW_UTC)
        assert loaded.changes == 0
        assert versions(db.session()) == before


def test_a_changed_name_is_taken_over_and_raises_both_versions(app: Flask, tmp_path: Path) -> None:
    folder = edited_folder(tmp_path, "centres.csv", "KI Stadt Bonn", "KI Bundesstadt Bonn")
    with app.app_context():
        before = versions(db.session())
        assert load_reference(db.session(), now=NOW_UTC, folder=folder).changes == 1
        after = versions(db.session())
        assert (after.version, after.reference) == (before.version + 1, before.reference + 1)
        assert db.session.scalar(select(Centre.name).where(Centre.slug == "stadt-bonn")) == "KI Bundesstadt Bonn"


def test_a_moved_postcode_replaces_its_row_and_leaves_the_others_alone(app: Flask, tmp_path: Path) -> None:
    folder = edited_folder(tmp_path, "postcodes.csv", "57299,05970008,", "57299,05970008,5")
    with app.app_context():
        aliases = set(db.session.scalars(select(MunicipalityAlias.id)))
        assert load_reference(db.session(), now=NOW_UTC, folder=folder).changes == 2
        assert set(db.session.scalars(select(MunicipalityAlias.id))) == aliases
        assert db.session.scalar(select(func.count()).select_from(PostcodeArea)) == 871


def test_a_name_that_is_gone_goes_and_an_alias_that_is_gone_too(app: Flask, tmp_path: Path) -> None:
    folder = tmp_path / "reference"
    shutil.copytree(str(reference_folder()), folder)
    lines = (folder / "aliases.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (folder / "aliases.csv").write_text("".join(lines[:-3]), encoding="utf-8")
    with app.app_context():
        assert load_reference(db.session(), now=NOW_UTC, folder=folder).changes == 3
        assert db.session.scalar(select(func.count()).select_from(MunicipalityAlias)) == len(lines) - 4
