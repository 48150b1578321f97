"""Sentences that only arise at work: places under the hands of staff, letters of the public, accounts.

`problem_texts` takes them in; nobody else looks here.
"""

from typing import Any

from kommanmap.i18n import lazy_gettext

_ = lazy_gettext

STAFF_PROBLEM_TEXTS: dict[str, Any] = {
    # a place under the hands of staff
    "town_out_of_reach": _("Für diese Gemeinde sind Sie nicht zuständig."),
    "maybe_known": _("Vielleicht gibt es diesen Treffpunkt schon. Bitte sehen Sie nach."),
    "place_changed_meanwhile": _("Jemand hat den Treffpunkt inzwischen geändert. Bitte noch einmal ansehen."),
    # a letter of the public
    "choose_one": _("Bitte wählen Sie etwas aus."),
    "say_what": _("Bitte schreiben Sie kurz, was nicht stimmt."),
    "say_what_changed": _("Bitte ändern Sie ein Feld, oder schreiben Sie kurz, was anders ist."),
    "too_many_links": _("Bitte höchstens %(limit)s Internet-Adressen."),
    "town_not_found": _("Diesen Ort kennen wir nicht. Bitte schreiben Sie eine Stadt oder Postleitzahl in NRW."),
    "town_more_than_one": _("Diesen Ort gibt es mehrmals. Bitte schreiben Sie die Postleitzahl der Stadt."),
    "form_too_old": _("Die Seite war lange offen. Ihr Text ist noch da. Bitte senden Sie noch einmal."),
    "sent_too_fast": _("Das ging sehr schnell. Bitte warten Sie kurz und senden Sie noch einmal."),
    "send_again": _("Das hat nicht geklappt. Ihr Text ist noch da. Bitte senden Sie noch einmal."),
    "changed_meanwhile": _("Der Ort oder die Meldung hat sich inzwischen geändert. Bitte noch einmal ansehen."),
    "tick_or_refuse": _("Bitte ankreuzen, dass der Ort schließt, oder die Meldung nicht übernehmen."),
    "decided_meanwhile": _("Jemand hat diese Meldung inzwischen bearbeitet."),
    "too_many_letters": _("Im Moment kommt zu viel an. Bitte versuchen Sie es in %(minutes)s Minuten noch einmal."),
    # signing in, accounts
    "wrong_sign_in": _("E-Mail-Adresse oder Passwort stimmen nicht."),
    "wrong_password": _("Das Passwort stimmt nicht."),
    "wrong_code": _("Dieser Code stimmt nicht oder wurde schon benutzt."),
    "wrong_passkey": _("Mit diesem Passkey hat es nicht geklappt. Bitte noch einmal versuchen."),
    "too_many_tries": _("Zu viele Versuche. Bitte versuchen Sie es in %(minutes)s Minuten noch einmal."),
    "password_short": _("Das Passwort ist zu kurz. Es braucht mindestens %(shortest)s Zeichen."),
    "password_long": _("Das Passwort ist zu lang. Es hat höchstens %(longest)s Zeichen."),
    "password_common": _("Dieses Passwort ist zu einfach. Viele kennen es. Bitte nehmen Sie ein anderes."),
    "password_of_words": _(
        "Dieses Passwort besteht fast nur aus Wörtern, die man hier zuerst probiert. Bitte nehmen Sie ein anderes."
    ),
    "address_in_use": _("Für diese E-Mail-Adresse gibt es schon ein Konto."),
    "role_missing": _("Bitte wählen Sie, was die Person tun soll."),
    "centre_missing": _("Bitte wählen Sie mindestens ein Zentrum."),
    "place_missing": _("Bitte wählen Sie mindestens einen Treffpunkt."),
    "last_factor": _("Das ist Ihre einzige zweite Sicherung. Bitte richten Sie zuerst eine andere ein."),
    "last_coordinator": _(
        "Das ist das letzte Konto der Landeskoordination. Bitte laden Sie zuerst eine andere Person ein."
    ),
    "id_not_here": _(
        "Einen Treffpunkt mit der Kennung %(id)s gibt es bei Ihnen nicht. Für einen neuen lassen Sie die Kennung leer."
    ),
    "town_of_others": _("Dieser Ort gehört nicht zu Ihrem Zentrum."),
    "no_file": _("Bitte wählen Sie eine Datei."),
    "close_one_by_one": _("Treffpunkte werden einzeln geschlossen, mit einem Grund."),
}
