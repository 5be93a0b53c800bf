"""What bad input gets: the right status, one clear problem document, and nothing changed."""

import json

import pytest

from callers import Caller, at_once, sequence_of
from problems import assert_document, assert_problem
from wire import Wire, request

MIB = 1 << 20


@pytest.fixture(autouse=True)
def nothing_changes(askd, agent, owner):
    """Around every test of this file: not one record is written, and askd serves as before."""
    before = sequence_of(askd)
    yield
    assert sequence_of(askd) == before
    assert agent.get("/me").status_code == 200


@pytest.fixture(scope="module")
def ask(agent, owner):
    return agent.ask("Untouched", form={"kind": "approval"})


@pytest.fixture
def wire(askd):
    with Wire(askd) as connection:
        yield connection


@pytest.fixture(scope="module")
def as_agent(agent):
    return ["Authorization: " + agent.session.headers["Authorization"], "Content-Type: application/json"]


@pytest.fixture(scope="module")
def as_owner(owner, askd):
    cookie, origin = owner.session.headers["Cookie"], askd.url
    return ["Cookie: " + cookie, "Origin: " + origin, "Content-Type: application/json"]


NOT_JSON = {
    "nothing": b"",
    "half an object": b'{"title": "x"',
    "a trailing comma": b'{"title": "x",}',
    "two values": b'{"title": "x"} {"title": "y"}',
    "single quotes": b"{'title': 'x'}",
    "a bare word": b"title",
    "not a number": b'{"title": NaN}',
    "a comment": b'{"title": "x"} // hello',
    "too deep": b'{"context": ' + b"[" * 33 + b"]" * 33 + b"}",
    "far too deep": b"[" * 200_000,
    "invalid UTF-8": b'{"title": "caf\xe9"}',
    "an overlong form": b'{"title": "\xc0\xaf"}',
    "half a surrogate pair": b'{"title": "\\ud83d"}',
    "a NUL byte": b'{"title": "a\x00b"}',
    "an escaped NUL": b'{"title": "a\\u0000b"}',
    "a line break in a string": b'{"title": "a\nb"}',
    "a byte order mark alone": b"\xef\xbb\xbf",
    "a key twice": b'{"title": "x", "title": "y"}',
    "UTF-16": '{"title": "x"}'.encode("utf-16"),
}


@pytest.mark.parametrize("body", NOT_JSON.values(), ids=NOT_JSON.keys())
def test_a_body_that_is_no_json_is_400_at_both_doors(askd, ask, as_agent, as_owner, body):
    for headers, path in ((as_agent, "/api/v1/asks"), (as_owner, f"/api/v1/asks/{ask['id']}/answer")):
        with Wire(askd) as wire:
            wire.send(request("POST", path, [*headers, f"Content-Length: {len(body)}"], body))
            _, document = wire.refusal(400)
            assert document["type"] == "urn:askd:problem:bad_request"


def test_json_that_is_deep_enough_to_be_taken_is_judged_by_its_fields(agent):
    deep = json.loads("[" * 30 + "]" * 30)
    assert_problem(agent.post("/asks", {"title": "x", "context": {"a": deep}}), 422, pointers=["/context/a"])


@pytest.mark.parametrize("type", ["text/plain", "application/xml", "multipart/form-data; boundary=x", "x"])
def test_another_type_than_json_is_415(agent, owner, ask, type):
    for caller, path in ((agent, "/asks"), (owner, f"/asks/{ask['id']}/answer")):
        response = caller.post(path, data=b'{"title": "x", "value": "approve"}', headers={"Content-Type": type})
        assert_problem(response, 415)


@pytest.mark.parametrize("extra", [1, MIB])
def test_a_body_above_one_mebibyte_is_413(askd, as_agent, extra):
    start, end = b'{"title": "x", "body": "', b'"}'
    body = start + b"y" * (MIB + extra - len(start) - len(end)) + end
    with Wire(askd) as wire:
        wire.send_until_cut(request("POST", "/api/v1/asks", as_agent, body))
        wire.refusal(413)
        assert wire.is_closed()


def test_a_body_of_one_mebibyte_is_read_and_judged(askd, as_agent):
    start, end = b'{"title": "x", "body": "', b'"}'
    body = start + b"y" * (MIB - len(start) - len(end)) + end
    with Wire(askd) as wire:
        wire.send(request("POST", "/api/v1/asks", as_agent, body))
        _, document = wire.refusal(422)
        assert [fault["pointer"] for fault in document["errors"]] == ["/body"]


def test_a_body_in_chunks_has_the_same_limit(askd, as_agent):
    with Wire(askd) as wire:
        wire.send(request("POST", "/api/v1/asks", [*as_agent, "Transfer-Encoding: chunked"]))
        piece = b"%x\r\n%s\r\n" % (64 << 10, b"y" * (64 << 10))
        for _ in range(17):
            if not wire.send_until_cut(piece):
                break
        wire.refusal(413)


def test_the_length_is_refused_before_the_body_is_sent(wire, as_agent):
    wire.send(request("POST", "/api/v1/asks", [*as_agent, "Content-Length: 99999999999", "Expect: 100-continue"]))
    wire.refusal(413)


@pytest.mark.parametrize(
    "headers",
    [
        [f"X-{number}: y" for number in range(10_000)],
        ["X-Long: " + "y" * 70_000],
        ["Cookie: " + "a=b; " * 14_000],
    ],
    ids=["10,000", "a long one", "many cookies"],
)
def test_too_many_and_too_long_headers_are_431(wire, headers):
    wire.send_until_cut(request("GET", "/api/v1/me", headers))
    wire.refusal(431)
    assert wire.is_closed()


def test_a_long_target_is_414(wire):
    wire.send(request("GET", "/api/v1/asks?q=" + "x" * 9000))
    wire.refusal(414)


HALVES = [
    b"POST /api/v1/asks HT",
    b"POST /api/v1/asks HTTP/1.1\r\nHost: 127.0.0.1\r\nConte",
    b"POST /api/v1/asks HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
    b'Content-Length: 13\r\n\r\n{"title"',
]


@pytest.mark.parametrize("half", HALVES, ids=["line", "head", "body"])
def test_a_half_sent_request_that_is_cut_does_nothing(askd, as_agent, half):
    half = half.replace(b"Host: 127.0.0.1\r\n", b"Host: 127.0.0.1\r\n" + as_agent[0].encode() + b"\r\n")
    for _ in range(5):
        wire = Wire(askd)
        wire.send(half)
        wire.close()
    with Wire(askd) as after:
        after.send(request("GET", "/livez"))
        assert after.answer()[0] == 200


def test_a_half_sent_request_that_stays_is_timed_out(askd, as_agent):
    """Ten seconds for a head or a body, then a 408 or the end of the connection."""

    def stay(half):
        half = half.replace(b"Host: 127.0.0.1\r\n", b"Host: 127.0.0.1\r\n" + as_agent[0].encode() + b"\r\n")
        with Wire(askd, patience=25) as wire:
            wire.send(half)
            return wire.input.read()

    for rest in at_once(*(lambda half=half: stay(half) for half in HALVES)):
        if rest:
            assert rest.startswith(b"HTTP/1.1 408 "), rest
            assert_document(rest.partition(b"\r\n\r\n")[2], 408)


@pytest.mark.parametrize(
    "method, path, allow",
    [
        ("DELETE", "/api/v1/asks", {"GET", "HEAD", "OPTIONS", "POST"}),
        ("PUT", "/api/v1/asks/ask_01ARZ3NDEKTSV4RRFFQ69G5FAV", {"GET", "HEAD", "OPTIONS"}),
        ("GET", "/api/v1/asks/ask_01ARZ3NDEKTSV4RRFFQ69G5FAV/cancel", {"OPTIONS", "POST"}),
        ("GET", "/api/v1/asks/ask_01ARZ3NDEKTSV4RRFFQ69G5FAV/answer", {"OPTIONS", "POST"}),
        ("GET", "/api/v1/bootstrap", {"OPTIONS", "POST"}),
        ("POST", "/api/v1/me", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/livez", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/invite/x", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_a_wrong_method_is_405_with_those_there_are(wire, as_agent, method, path, allow):
    wire.send(request(method, path, [*as_agent, "Content-Length: 0"]))
    headers, _ = wire.refusal(405)
    assert set(headers["allow"].split(", ")) == allow


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere",
        "/api",
        "/api/v1",
        "/api/v1/nowhere",
        "/api/v2/asks",
        "/api/v1/asks/",
        "/API/V1/asks",
        "/api/v1//asks",
        "/.git/config",
        "/index.html",
        "/assets/",
    ],
)
def test_an_unknown_path_is_404(wire, as_agent, path):
    wire.send(request("GET", path, as_agent))
    wire.refusal(404)


@pytest.mark.parametrize(
    "path",
    [
        "/../etc/passwd",
        "/assets/../../../etc/passwd",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets/..%2f..%2fetc%2fpasswd",
        "/api/v1/asks/..",
        "/api/v1/asks/%2e%2e/me",
        "/api/v1/./me",
        "/assets\\..\\..\\etc",
        "/api/v1/asks/%5c..%5cme",
        "/invite/..%2fme",
        "/api/v1/asks/%00",
        "/api/v1/asks/%",
        "/api/v1/asks/%zz",
        "/api/v1/asks/%ff",
        "/api/v1/asks#fragment",
        "/api/v1/asks?q=%ff",
        "/api/v1/asks?q=%00",
        "/api/v1/asks?q=%2",
        "api/v1/asks",
    ],
)
def test_a_path_that_leads_elsewhere_is_refused(wire, as_agent, path):
    wire.send(request("GET", path, as_agent))
    status, headers, body = wire.answer()
    assert status in (400, 404), body
    assert headers["content-type"] == "application/problem+json"
    assert_document(body, status)
    assert b"root:" not in body


@pytest.mark.parametrize(
    "token",
    [
        "Bearer askd_" + "x" * 43,
        "Bearer askd_",
        "Bearer",
        "Bearer ",
        "Bearer " + "x" * 5000,
        "Basic YWRtaW46YWRtaW4=",
        "askd_" + "x" * 43,
        "Bearer \xff\xfe",
        "Bearer ' OR 1=1 --",
    ],
)
def test_an_unknown_token_is_401(wire, token):
    wire.send(
        b"GET /api/v1/asks HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: " + token.encode("latin-1") + b"\r\n\r\n"
    )
    headers, _ = wire.refusal(401)
    assert "Bearer" in headers["www-authenticate"]


def test_a_token_with_one_letter_changed_is_401(askd, agent):
    token = agent.session.headers["Authorization"]
    wrong = token[:-1] + ("A" if token[-1] != "A" else "B")
    assert_problem(Caller(askd, {"Authorization": wrong}).get("/me"), 401)
    assert_problem(Caller(askd, {"Authorization": token.upper()}).get("/me"), 401)


@pytest.mark.parametrize("cookie", ["x" * 43, "", "admin", "../../etc/passwd", "a" * 4000, "\xe9"])
def test_a_forged_cookie_lets_nobody_in(askd, wire, ask, cookie):
    for method, path in (("GET", "/api/v1/asks"), ("POST", f"/api/v1/asks/{ask['id']}/answer")):
        headers = [f"Origin: {askd.url}", "Content-Type: application/json"]
        body = b'{"value": "approve"}' if method == "POST" else b""
        whole = request(method, path, [*headers, "Cookie: @"], body)
        wire.send(whole.replace(b"Cookie: @", b"Cookie: askd_session=" + cookie.encode("latin-1")))
        wire.refusal(401)


@pytest.mark.parametrize(
    "origin", [None, "null", "https://evil.example", "http://127.0.0.1", "http://127.0.0.1:1", "http://localhost.evil"]
)
def test_a_write_from_another_site_is_403(askd, owner, ask, origin):
    headers = {"Cookie": owner.session.headers["Cookie"]}
    if origin is not None:
        headers["Origin"] = origin
    foreign = Caller(askd, headers)
    for path, body in (
        (f"/asks/{ask['id']}/answer", {"value": "approve"}),
        (f"/conversations/{ask['conversation']}/messages", {"content": "x"}),
        ("/people/invites", {"name": "Eve"}),
        ("/people/sessions", {"email": "ana@example.com", "password": "correct horse battery"}),
    ):
        assert_problem(foreign.post(path, body), 403)
    assert_problem(foreign.call("DELETE", "/people/sessions/current"), 403)
    assert owner.read("/me")["name"] == "Ana"


def test_a_form_of_another_site_can_not_answer(askd, owner, ask):
    """A form can be sent from anywhere without asking first, but neither as JSON nor with our origin."""
    foreign = Caller(askd, {"Cookie": owner.session.headers["Cookie"], "Origin": "https://evil.example"})
    for kind in ("text/plain", "application/x-www-form-urlencoded"):
        response = foreign.post(
            f"/asks/{ask['id']}/answer", data='{"value": "approve"}', headers={"Content-Type": kind}
        )
        assert_problem(response, 403)


def test_an_agent_can_not_answer_whatever_it_sends(agent, askd, owner, ask):
    path = f"/asks/{ask['id']}/answer"
    for headers in ({}, {"Origin": askd.url}, {"Cookie": "askd_session=x", "Origin": askd.url}):
        response = agent.post(path, {"value": "approve"}, headers=headers)
        assert response.status_code in (401, 403, 405), response.text
        assert_document(response.text, response.status_code)


def test_reading_decides_nothing(agent, owner, ask, stranger):
    for path in (f"/asks/{ask['id']}", f"/asks/{ask['id']}?value=approve"):
        agent.get(path), owner.get(path)
    for page in (f"//asks/{ask['id']}", f"//asks/{ask['id']}?value=approve", "//"):
        assert stranger.get(page).status_code == 200
    assert_problem(owner.get(f"/asks/{ask['id']}/answer?value=approve"), 405)
    assert agent.shown(ask)["state"] == "open"


@pytest.mark.parametrize(
    "lines",
    [
        ["GET /api/v1/me HTTP/1.1"],
        ["GET /api/v1/me HTTP/1.1", "Host: a", "Host: b"],
        ["GET /api/v1/me HTTP/1.1", "Host: a b"],
        ["GET  /api/v1/me HTTP/1.1", "Host: a"],
        ["GET /api/v1/me", "Host: a"],
        ["GET /api/v1/me HTTP/1.1", "Host: a", "no colon"],
        ["GET /api/v1/me HTTP/1.1", "Host: a", "Bad Name: x"],
        ["GET /api/v1/me HTTP/1.1", "Host: a", "X: a", " folded"],
        ["GET /api/v1/me HTTP/1.1", "Host: a", "X: a\x01b"],
        ["GET * HTTP/1.1", "Host: a"],
        ["POST /api/v1/asks HTTP/1.1", "Host: a", "Content-Length: 1", "Content-Length: 2"],
        ["POST /api/v1/asks HTTP/1.1", "Host: a", "Content-Length: -1"],
        ["POST /api/v1/asks HTTP/1.1", "Host: a", "Content-Length: 0x10"],
        ["POST /api/v1/asks HTTP/1.1", "Host: a", "Content-Length: 5", "Transfer-Encoding: chunked"],
        ["\x16\x03\x01\x02"],
    ],
)
def test_what_is_no_http_is_400_and_ends_the_connection(wire, lines):
    wire.send("\r\n".join([*lines, "", ""]))
    wire.refusal(400)
    assert wire.is_closed()


@pytest.mark.parametrize(
    "line, status",
    [
        ("BREW /api/v1/asks HTTP/1.1", 501),
        ("TRACE /api/v1/asks HTTP/1.1", 501),
        ("CONNECT askd.example:443 HTTP/1.1", 501),
        ("GET /api/v1/asks HTTP/2.0", 505),
    ],
)
def test_what_is_http_but_not_ours_is_told_so(wire, line, status):
    wire.send(f"{line}\r\nHost: a\r\n\r\n")
    wire.refusal(status)


def test_a_chunk_that_is_none_is_400(wire, as_agent):
    wire.send(request("POST", "/api/v1/asks", [*as_agent, "Transfer-Encoding: chunked"]) + b"zz\r\nhello\r\n0\r\n\r\n")
    wire.refusal(400)


def test_smuggling_a_second_request_in_a_body_does_not_work(askd, agent, as_agent):
    """Both lengths at once are refused as a whole: what stands behind is never read as a request."""
    inner = request("POST", "/api/v1/asks", [*as_agent, "Content-Length: 16"], b'{"title": "sly"}')
    with Wire(askd) as wire:
        head = request("POST", "/api/v1/asks", [*as_agent, "Content-Length: 5", "Transfer-Encoding: chunked"])
        wire.send(head + b"0\r\n\r\n" + inner)
        wire.refusal(400)
        assert wire.is_closed()
    assert agent.read("/asks?q=sly")["asks"] == []
