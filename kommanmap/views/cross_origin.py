"""Which answers the scripts of other sites may read (CORS): public data, never with anybody's credentials."""

from flask import Blueprint, Response, request

EXPOSED = "Content-Disposition, ETag, Last-Modified, Retry-After"
A_DAY = "86400"


def readable_anywhere(blueprint: Blueprint) -> None:
    """Let every site read a blueprint, refusals too, and ask conditionally."""

    @blueprint.after_request
    def open_up(answer: Response) -> Response:
        answer.headers["Access-Control-Allow-Origin"] = "*"
        answer.headers["Access-Control-Expose-Headers"] = EXPOSED
        if request.method == "OPTIONS":
            answer.headers["Access-Control-Allow-Methods"] = "GET, HEAD"
            answer.headers["Access-Control-Allow-Headers"] = "If-Modified-Since, If-None-Match"
            answer.headers["Access-Control-Max-Age"] = A_DAY
        return answer
