"""The people's door: links that work once, passwords, sessions, who may do what, and pages that run nothing foreign."""

import re
import socket
import struct
import time

import pytest

from callers import PASSWORD, Caller, Person, accepting, at_once, meanwhile, sequence_of, token_of
from problems import assert_problem
from wire import Wire


def sign_in(askd, email, password=PASSWORD, **more):
    body = {"email": email, "password": password}
    return Caller(askd, {"Origin": askd.url}).post("/people/sessions", body, **more)


def test_the_owners_link_works_once(askd, owner):
    assert owner.read("/me")["role"] == "owner"
    assert_problem(accepting(askd, askd.link(), "Eve", "eve@example.com", PASSWORD), 410)
    assert_problem(Caller(askd).get(f"/people/invites/{token_of(askd.link())}"), 410)


def test_an_invitation_is_looked_at_as_often_as_one_likes_and_accepted_once(askd, owner, stranger):
    made = owner.make("/people/invites", {"name": "Dora Lind", "email": "dora@example.com"})
    assert set(made) == {"url", "expires_at"} and made["url"].startswith(askd.url + "/invite/")
    before = sequence_of(askd)
    for _ in range(3):
        page = stranger.get("/" + made["url"].removeprefix(askd.url))
        assert page.status_code == 200 and page.headers["Content-Type"].startswith("text/html")
        shown = stranger.read(f"/people/invites/{token_of(made['url'])}")
        assert (shown["kind"], shown["name"], shown["email"], shown["from"]) == (
            "invite",
            "Dora Lind",
            "dora@example.com",
            "Ana",
        )
        assert stranger.call("HEAD", "/" + made["url"].removeprefix(askd.url)).status_code == 200
    assert sequence_of(askd) == before

    dora = Person.accept(askd, made["url"], "Dora", "dora@example.com")
    assert dora.read("/me")["role"] == "member"
    assert_problem(accepting(askd, made["url"], "Eve", "eve@example.com", PASSWORD), 410)


def test_of_two_who_accept_at_once_one_comes_in(askd, owner):
    link = owner.make("/people/invites", {})["url"]
    responses = at_once(
        lambda: accepting(askd, link, "First", "first@example.com", PASSWORD),
        lambda: accepting(askd, link, "Second", "second@example.com", PASSWORD),
    )
    assert sorted(response.status_code for response in responses) == [201, 410]
    names = [person["name"] for person in owner.read("/people")["people"]]
    assert len({"First", "Second"} & set(names)) == 1


def test_what_is_missing_is_named_and_does_not_spend_the_link(askd, owner):
    link = owner.make("/people/invites", {})["url"]
    assert_problem(accepting(askd, link), 422, pointers=["/name", "/email", "/password"])
    assert_problem(accepting(askd, link, "Eli", "nobody", "short"), 422, pointers=["/email", "/password"])
    assert Person.accept(askd, link, "Eli").read("/me")["name"] == "Eli"


def test_an_address_belongs_to_one_person(askd, owner):
    link = owner.make("/people/invites", {})["url"]
    assert_problem(accepting(askd, link, "Eve", "ANA@example.com", PASSWORD), 409)
    assert owner.read("/me")["name"] == "Ana"


@pytest.mark.parametrize("token", ["x" * 43, "x", "..", "%00"])
def test_an_unknown_link_is_410_or_no_path(askd, stranger, token):
    assert stranger.get(f"/people/invites/{token}").status_code in (400, 404, 410)
    assert_problem(accepting(askd, f"{askd.url}/invite/{'y' * 43}", "Eve", "eve@example.com", PASSWORD), 410)


def test_a_password_opens_a_session_and_signing_out_ends_it(askd, owner, member):
    response = sign_in(askd, "BEN@example.com")
    assert response.status_code == 201
    cookie = response.headers["Set-Cookie"]
    for attribute in ("HttpOnly", "SameSite=Strict", "Path=/", "Max-Age="):
        assert attribute in cookie
    assert "Secure" not in cookie and "Domain" not in cookie
    again = Person.signed_in(askd, response)
    assert again.id == member.id and again.cookie != member.cookie

    gone = again.call("DELETE", "/people/sessions/current")
    assert gone.status_code == 204 and "Max-Age=0" in gone.headers["Set-Cookie"]
    assert_problem(again.get("/me"), 401)
    assert member.read("/me")["name"] == "Ben"


def test_who_signed_out_hears_nothing_more(askd, agent, member):
    session = Person.signed_in(askd, sign_in(askd, "ben@example.com"))
    stream = session.get("/events", stream=True)
    lines = stream.iter_lines(chunk_size=1)
    assert next(lines).startswith(b":")
    assert session.again().call("DELETE", "/people/sessions/current").status_code == 204
    agent.ask("Not for who signed out")
    assert not any(line.startswith(b"data") for line in lines)


def test_wrong_names_and_wrong_passwords_look_the_same(askd, member):
    wrong = assert_problem(sign_in(askd, "ben@example.com", "wrong password"), 401)
    nobody = assert_problem(sign_in(askd, "nobody@example.com", "wrong password"), 401)
    assert wrong == nobody


def test_guessing_one_accounts_password_is_stopped(askd, owner):
    fay = owner.invite("Fay")
    statuses = [sign_in(askd, fay.email, f"guess number {number}").status_code for number in range(12)]
    assert statuses[:10] == [401] * 10
    assert statuses[10:] == [429] * 2
    response = sign_in(askd, fay.email)
    assert_problem(response, 429)
    assert int(response.headers["Retry-After"]) >= 60
    # Others aren't kept out by it, and sessions that are open stay.
    assert fay.read("/me")["name"] == "Fay"
    assert sign_in(askd, "ana@example.com").status_code == 201


def test_guessing_from_one_address_is_stopped(server):
    """Links and passwords count together, under as many names as one likes: what counts is where they come from."""
    askd = server().start()
    owner = Person.accept(askd, askd.link(), "Ana")
    guess = f"{askd.url}/invite/{'x' * 43}"
    statuses = [accepting(askd, guess, "Eve", "eve@example.com", PASSWORD).status_code for _ in range(80)]
    assert statuses[:40] == [410] * 40
    assert statuses[-1] == 429
    assert_problem(sign_in(askd, "ana@example.com"), 429)
    assert owner.read("/me")["name"] == "Ana"


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, ["/email", "/password"]),
        ({"email": 5, "password": []}, ["/email", "/password"]),
        ({"email": "a@b", "password": "x", "remember": True}, ["/remember"]),
    ],
)
def test_a_sign_in_that_is_not_valid_is_refused(askd, body, pointers):
    response = Caller(askd, {"Origin": askd.url}).post("/people/sessions", body)
    assert_problem(response, 422, pointers=pointers)


def test_only_owners_invite_and_read_the_audit_log(owner, member):
    assert_problem(member.post("/people/invites", {"name": "Eve"}), 403)
    assert_problem(member.get("/audit"), 403)
    assert owner.read("/audit?limit=1")["records"]
    assert [person["name"] for person in member.read("/people")["people"]]


def test_an_owner_can_be_invited_and_then_invites(owner):
    gus = owner.invite("Gus", role="owner")
    assert gus.read("/me")["role"] == "owner"
    hal = gus.invite("Hal")
    assert hal.read("/me")["role"] == "member"


def test_only_the_operator_makes_sign_in_links(owner):
    assert_problem(owner.post("/people/invites", {"kind": "sign_in", "email": "ben@example.com"}), 403)


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({"role": "king"}, ["/role"]),
        ({"email": "nobody", "name": ""}, ["/email", "/name"]),
        ({"capabilities": []}, ["/capabilities"]),
    ],
)
def test_an_invitation_that_is_not_valid_is_refused(owner, body, pointers):
    assert_problem(owner.post("/people/invites", body), 422, pointers=pointers)


def test_a_quick_start_on_a_store_in_use_makes_a_sign_in_link_only(server):
    askd = server().start()
    ana = Person.accept(askd, askd.link(), "Ana")
    token = askd.token()
    assert askd.stop() == 0
    askd.start()
    words = askd.first_words()
    assert "ASKD_TOKEN" not in words and token not in words
    signed_in = accepting(askd, askd.link())
    assert signed_in.status_code == 201 and signed_in.json()["id"] == ana.id
    assert_problem(accepting(askd, askd.link()), 410)
    # A session outlives a restart.
    assert ana.read("/me")["name"] == "Ana"


def test_what_opens_doors_is_nobody_elses_to_read(server):
    askd = server().start()
    assert (askd.data / "quick-start.txt").stat().st_mode & 0o777 == 0o600
    assert (askd.data / "askd.sock").stat().st_mode & 0o777 == 0o600
    assert askd.token() not in askd.said() and "/invite/" not in askd.said()


PAGES = ["/", "/history", "/people", "/audit", "/settings", "/sign-in", "/invite/x", "/asks/x", "/conversations/x"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_run_and_load_nothing_from_elsewhere(stranger, page):
    response = stranger.get("/" + page)
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("text/html")
    policy = dict(part.strip().partition(" ")[::2] for part in response.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'" and policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    for directive, sources in policy.items():
        allowed = {"'none'", "'self'"} | ({"data:"} if directive == "img-src" else set())
        assert set(sources.split()) <= allowed, (directive, sources)
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert "Set-Cookie" not in response.headers
    scripts = re.findall(r"<script([^>]*)>([^<]*)", response.text)
    assert scripts and all('src="/' in attributes and not text.strip() for attributes, text in scripts)
    assert " style=" not in response.text and not re.search(r"\son\w+=", response.text)


def test_what_the_page_names_is_there(stranger):
    text = stranger.get("//").text
    names = re.findall(r'(?:src|href)="(/[^"]+)"', text)
    assert names
    for name in names:
        response = stranger.get("/" + name)
        assert response.status_code == 200, name
        again = stranger.get("/" + name, headers={"If-None-Match": response.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert stranger.get("//manifest.webmanifest").headers["Content-Type"].startswith("application/manifest+json")


def test_behind_tls_the_cookie_is_for_tls_alone(server, tmp_path):
    config = tmp_path / "askd.yaml"
    config.write_text("server: {public_url: https://ask.example.com}\n")
    askd = server("--config", str(config)).start()
    assert askd.link().startswith("https://ask.example.com/invite/")
    response = Caller(askd, {"Origin": "https://ask.example.com"}).post(
        "/people/accept",
        {"token": token_of(askd.link()), "name": "Ana", "email": "ana@example.com", "password": PASSWORD},
    )
    assert response.status_code == 201 and "; Secure" in response.headers["Set-Cookie"]


def test_a_page_that_is_closed_while_a_hint_is_written_costs_nobody_anything(askd, owner, agent):
    """It did once: what the hint says was freed twice when the connection was reset under it."""
    cookie = owner.session.headers["Cookie"]
    head = f"GET /api/v1/events HTTP/1.1\r\nHost: 127.0.0.1:{askd.port}\r\nCookie: {cookie}\r\n\r\n"
    for round_number in range(60):
        pages = []
        for _ in range(5):
            page = Wire(askd)
            page.send(head)
            assert page.socket.recv(4096).startswith(b"HTTP/1.1 200")
            page.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            pages.append(page)
        with meanwhile(lambda: agent.again().ask("Seen by nobody")) as asked:
            # From before the ask is written to after its hints are.
            time.sleep((round_number % 20) * 0.0005)
            for page in pages:
                page.close()
        assert asked.result()["state"] == "open"
    assert askd.process.poll() is None, askd.said()
