"""Centres and towns, and the snippet that puts them on other sites."""

import re
from html import unescape

from flask.testing import FlaskClient

from tests.reading import text_of


class TestAreas:
    def test_a_centre_names_its_white_spots(self, reader: FlaskClient) -> None:
        text = text_of(reader.get("/de/zentren/siegen-wittgenstein").text)
        assert "5 Gemeinden haben noch keinen Treffpunkt" in text
        assert "Netphen noch kein Treffpunkt" in text

    def test_aachen_has_its_own_centre(self, reader: FlaskClient) -> None:
        city = reader.get("/de/zentren/stadt-aachen").text
        around = reader.get("/de/zentren/staedteregion-aachen").text
        assert "/de/orte/aachen" in city
        assert "/de/orte/aachen" not in around
        assert "/de/orte/monschau" in around

    def test_an_empty_town_points_to_others(self, reader: FlaskClient) -> None:
        html = reader.get("/de/orte/netphen").text
        assert "/de/orte/siegen" in html
        assert "/de/zentren/siegen-wittgenstein" in html

    def test_the_snippet_frames_a_page_that_may_be_framed(self, reader: FlaskClient) -> None:
        html = reader.get("/de/zentren/olpe").text
        codes = [unescape(code) for code in re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, re.DOTALL)]
        found = r'<(?:iframe|komman-map) src="http://localhost([^"]+)"'
        frames = [unescape(re.findall(found, code)[0]) for code in codes]
        assert [frame.split("?")[0] for frame in frames] == ["/embed/beides", "/embed/beides"]
        for frame in frames:
            answer = reader.get(frame)
            assert answer.status_code == 200
            assert "frame-ancestors *" in answer.headers["Content-Security-Policy"]
            assert "X-Frame-Options" not in answer.headers
