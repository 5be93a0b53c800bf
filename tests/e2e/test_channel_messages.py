"""What is said in channels: pages, mentions, who hears it over which transport, and how far people have read."""

import contextlib
import json
import random

import pytest

from callers import at_once, eventually, sequence_of
from conftest import ROOMY
from enrollment import classes_yaml, enroll
from problems import assert_problem
from sockets import Socket

SAID = 300


@pytest.fixture(scope="module")
def settings(folder):
    wide = "[read_channels, post_messages, ask_humans, create_channels]"
    silent = {"capabilities": "[post_messages, ask_humans]", "channels": '["#general"]'}
    return ROOMY + classes_yaml(folder, workers={"capabilities": wide}, silent=silent)


@pytest.fixture(scope="module")
def worker(askd):
    return enroll(askd, "worker")


@pytest.fixture
def channel(request, owner, agent, worker, member, third):
    """A channel of the test's own, with both agents and everybody in it."""
    name = request.node.name.partition("[")[0].removeprefix("test_")[:50] + str(random.getrandbits(32))
    made = owner.make("/channels", {"name": name})
    for one in (agent.read("/me")["name"], "worker"):
        owner.make(f"/channels/{made['id']}/members", {"agent": one})
    return made["id"]


@pytest.fixture(scope="module")
def long_channel(owner, agent, worker):
    made = owner.make("/channels", {"name": "#long"})["id"]
    owner.make(f"/channels/{made}/members", {"agent": "worker"})
    said = [say(worker, made, f"number {n} {'even' if n % 2 == 0 else 'odd'}")["id"] for n in range(SAID)]
    return made, said


def say(caller, channel, content, **more):
    return caller.make(f"/channels/{channel}/messages", {"content": content}, **more)


def messages(caller, channel, query=""):
    page = caller.read(f"/channels/{channel}/messages{query}")
    return page["messages"], page.get("next")


def without_html(said):
    return {field: value for field, value in said.items() if field != "content_html"}


def ids(some):
    return [one["id"] for one in some]


def test_a_message_has_an_author_and_stays(channel, agent, owner, worker):
    said = say(worker, channel, "**Hello** <script>alert(1)</script>")
    assert set(said) == {
        *("id", "channel_id", "author_type", "author_id", "author_name", "content", "created_at", "mentions")
    }
    assert (said["author_type"], said["author_id"], said["author_name"]) == ("agent", worker.id, "worker")
    answered = say(owner, channel, "Hi\n*you*")
    assert (answered["author_type"], answered["author_id"], answered["author_name"]) == ("human", owner.id, "Ana")
    assert ids(messages(agent, channel)[0]) == [said["id"], answered["id"]]
    seen = messages(owner, channel)[0]
    assert "<strong>Hello</strong>" in seen[0]["content_html"] and "<script" not in seen[0]["content_html"]
    assert "content_html" not in messages(agent, channel)[0][0]


@pytest.mark.parametrize("limit", [1, 7, 50, 200])
def test_the_newest_page_leads_back_to_the_first_message(long_channel, worker, limit):
    channel, said = long_channel
    found, query = [], f"?limit={limit}"
    while True:
        page, following = messages(worker, channel, query)
        assert 0 < len(page) <= limit
        found = ids(page) + found
        if following is None:
            break
        assert following == page[0]["id"]
        query = f"?limit={limit}&before={following}"
    assert found == said


@pytest.mark.parametrize("limit", [1, 7, 50, 200])
def test_a_reader_that_knows_the_first_goes_forward(long_channel, owner, limit):
    channel, said = long_channel
    found, following = [said[0]], said[0]
    while following is not None:
        page, following = messages(owner, channel, f"?limit={limit}&after={following}")
        found += ids(page)
        assert following in (None, found[-1])
    assert found == said


def test_bounds_go_together_and_ends_are_empty(long_channel, worker):
    channel, said = long_channel
    assert ids(messages(worker, channel, f"?after={said[10]}&before={said[20]}")[0]) == said[11:20]
    assert messages(worker, channel, f"?after={said[-1]}") == ([], None)
    assert messages(worker, channel, f"?before={said[0]}") == ([], None)
    assert messages(worker, channel, f"?after={said[20]}&before={said[10]}") == ([], None)
    assert ids(messages(worker, channel, f"?after={said[-1].lower()}")[0]) == []


def test_words_are_found_from_the_newest_on(long_channel, worker, owner):
    channel, said = long_channel
    found, before = [], ""
    while True:
        page, following = messages(owner, channel, f"?q=EVEN number&limit=20{before}")
        found = ids(page) + found
        if following is None:
            break
        before = f"&before={following}"
    assert found == said[::2]
    # Words are found within words, as everywhere.
    assert ids(messages(worker, channel, "?q=77 numb")[0]) == [said[77], said[177], said[277]]
    assert messages(worker, channel, "?q=nowhere to be found") == ([], None)


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=201", "limit=x", "before=x", "after=7", "after=ask_00000000000000000000000000", "cursor=x"],
)
def test_a_bad_query_is_refused(long_channel, worker, query):
    assert_problem(worker.get(f"/channels/{long_channel[0]}/messages?{query}"), 400)


def test_a_search_takes_no_lower_bound(long_channel, worker):
    channel, said = long_channel
    assert_problem(worker.get(f"/channels/{channel}/messages?q=even&after={said[0]}"), 400)


@pytest.mark.parametrize(
    "body, pointers",
    [
        ({}, ["/content"]),
        ([], [""]),
        ({"content": ""}, ["/content"]),
        ({"content": " \n "}, ["/content"]),
        ({"content": 5}, ["/content"]),
        ({"content": "x" * 20_001}, ["/content"]),
        ({"content": "x", "author_name": "Ana"}, ["/author_name"]),
    ],
)
def test_what_is_not_valid_is_not_said(askd, channel, worker, owner, body, pointers):
    before = sequence_of(askd)
    for caller in (worker, owner):
        assert_problem(caller.post(f"/channels/{channel}/messages", body), 422, pointers=pointers)
    assert sequence_of(askd) == before


def test_the_longest_message_is_taken(channel, worker):
    assert say(worker, channel, "🦉" * 20_000)["content"] == "🦉" * 20_000


def test_a_key_says_it_once(channel, worker, owner):
    key = {"Idempotency-Key": '"say-once"'}
    first = worker.post(f"/channels/{channel}/messages", {"content": "Once"}, headers=key)
    again = worker.post(f"/channels/{channel}/messages", {"content": "Once"}, headers=key)
    assert (first.status_code, again.status_code) == (201, 201) and first.json() == again.json()
    assert again.headers["Idempotent-Replayed"] == "true" and "Idempotent-Replayed" not in first.headers
    assert_problem(worker.post(f"/channels/{channel}/messages", {"content": "Twice"}, headers=key), 422)
    racing = {"Idempotency-Key": "racing"}
    made = at_once(*[lambda: say(worker.again(), channel, "Raced", headers=racing)["id"] for _ in range(8)])
    assert len(set(made)) == 1 and len(messages(owner, channel)[0]) == 2


def test_only_members_speak_and_read(owner, worker, agent, member):
    made = owner.make("/channels", {"name": "#closed"})["id"]
    assert_problem(worker.get(f"/channels/{made}/messages"), 403)
    assert_problem(worker.post(f"/channels/{made}/messages", {"content": "x"}), 403)
    assert owner.call("DELETE", f"/channels/{made}/members", {"person": "Ben"}).status_code == 204
    assert_problem(member.get(f"/channels/{made}/messages"), 404)
    assert_problem(member.post(f"/channels/{made}/messages", {"content": "x"}), 404)
    for which in ("nowhere", "ch_00000000000000000000000000"):
        assert_problem(worker.get(f"/channels/{which}/messages"), 404)
        assert_problem(worker.post(f"/channels/{which}/messages", {"content": "x"}), 404)
    # An owner reads what is in the team, member or not.
    assert owner.call("DELETE", f"/channels/{made}/members", {"person": "Ana"}).status_code == 204
    assert say(owner, made, "Still the owner")["author_name"] == "Ana"


@pytest.mark.parametrize(
    "content, mentioned",
    [
        ("@human please", {"Ana", "Ben", "Cleo"}),
        ("Ask @Ben.", {"Ben"}),
        ("(@ben), @CLEO!", {"Ben", "Cleo"}),
        ("@Ben @Ben @Ben", {"Ben"}),
        ("@worker and @first-agent", {"worker", "first-agent"}),
        ("@Dana Lima Roy, look", {"Dana Lima Roy"}),
        ("@Dana Lima Roy Bear", {"Dana Lima Roy"}),
        ("mail ana@example.com", set()),
        ("write to ben@Ben", set()),
        ("@nobody, @Benno, @ Ben, @", set()),
        ("@\u200bBen", set()),
        ("zwölf@Ben ü@Cleo", set()),
        ("@humanity @humans", set()),
        ("Hello", set()),
    ],
)
def test_who_is_mentioned(owner, channel, worker, request, content, mentioned):
    if "Dana" in content and not [one for one in owner.read("/people")["people"] if one["name"] == "Dana Lima Roy"]:
        made = owner.make("/people/invites", {"name": "Dana Lima Roy"})
        type(owner).accept(owner.askd, made["url"], "Dana Lima Roy", "dana@example.com")
    said = say(worker, channel, content)
    names = {one["name"] for one in said["mentions"]}
    if "@human " in content:
        names.discard("Dana Lima Roy")
    assert names == mentioned
    assert {one["type"] for one in said["mentions"]} <= {"human", "agent"}
    assert messages(owner, channel)[0][-1]["mentions"] == said["mentions"]


def test_what_people_say_reaches_agents_over_every_stream(askd, channel, owner, worker, agent):
    start = {one: one.newest_cursor() for one in (worker, agent)}
    with contextlib.ExitStack() as stack:
        socket = stack.enter_context(Socket(askd, worker.token, f"?after={start[worker]}"))
        events = stack.enter_context(agent.events(after=start[agent]))
        said = say(owner, channel, "@worker do this")
        frame, entry = socket.entry(), next(events)
        reply = socket.ok("send_message", channel_id=channel, content="Done")["message"]
        own, theirs = socket.entry(), next(events)
    assert frame["type"] == "new_message" and set(frame) == {"type", "cursor", "message"}
    assert {"id", "channel_id", "author_name", "author_type", "content", "created_at"} <= set(frame["message"])
    assert frame["message"] == without_html(said)
    data = json.loads(entry.data)
    assert entry.event == data["type"] == "message.created" and data["message"] == frame["message"]
    assert entry.id == frame["cursor"] == data["cursor"]
    # The agent's own is there as well, on every stream.
    assert own["message"]["id"] == json.loads(theirs.data)["message"]["id"] == reply["id"]


def test_a_persons_page_is_told_where_to_look(channel, owner, worker, third):
    with contextlib.ExitStack() as stack:
        streams = {}
        assert owner.call("DELETE", f"/channels/{channel}/members", {"person": "Cleo"}).status_code == 204
        for person in (owner, third):
            response = person.again().get("/events", stream=True)
            stack.callback(response.close)
            streams[person] = response.iter_lines(chunk_size=1)
            assert next(streams[person]).startswith(b":")
        said = say(worker, channel, "Look here")
        everywhere = say(owner, "general", "And here")
        hints = {
            person: json.loads(next(line for line in lines if line.startswith(b"data:"))[5:])
            for person, lines in streams.items()
        }
    assert hints[owner]["type"] == hints[third]["type"] == "message.created"
    assert (hints[owner]["channel"], hints[owner]["message"]) == (channel, said["id"])
    # Whoever isn't in the channel hears of the next thing only.
    assert hints[third]["message"] == everywhere["id"]


def test_agents_hear_what_is_said_while_they_are_in(askd, channel, owner, worker, agent):
    start = worker.newest_cursor()
    assert owner.call("DELETE", f"/channels/{channel}/members", {"agent": "worker"}).status_code == 204
    say(agent, channel, "Before")
    owner.make(f"/channels/{channel}/members", {"agent": "worker"})
    during = say(agent, channel, "During")
    with Socket(askd, worker.token, f"?after={start}") as socket:
        assert socket.entry()["message"]["id"] == during["id"]
        assert owner.call("DELETE", f"/channels/{channel}/members", {"agent": "worker"}).status_code == 204
        say(agent, channel, "After")
        marker = socket.ok("ask", title="Marker")["ask"]
        assert socket.entry()["ask"]["id"] == marker["id"]
    # The same for one that comes back later and reads its stream again.
    with Socket(askd, worker.token, f"?after={start}") as socket:
        assert socket.entry_of("ask.opened")["ask"]["id"] == marker["id"]
        assert "After" not in json.dumps(list(socket.entries)) and "Before" not in json.dumps(list(socket.entries))
    # What it may read on request is the channel's whole past, once it is in.
    owner.make(f"/channels/{channel}/members", {"agent": "worker"})
    assert [one["content"] for one in messages(worker, channel)[0]] == ["Before", "During", "After"]


def test_an_agent_that_may_not_read_hears_nothing(askd, owner):
    silent = enroll(askd, "silent", "silent")
    with Socket(askd, silent.token) as socket:
        say(owner, "general", "Not for all ears")
        assert socket.ok("send_message", channel_id="general", content="But it speaks")
        opened = socket.ok("ask", title="First entry")["ask"]
        assert socket.entry()["ask"]["id"] == opened["id"]


def test_two_agents_get_one_order(askd, channel, worker, agent, owner):
    """Everybody speaks at once; whoever listens hears the same, in the order that the channel keeps."""
    start = {one: one.newest_cursor() for one in (worker, agent)}
    callers = [worker.again(), agent.again(), owner.again(), worker.again()]
    at_once(*[lambda caller=caller: [say(caller, channel, str(number)) for number in range(25)] for caller in callers])
    heard = []
    for one in (worker, agent):
        with Socket(askd, one.token, f"?after={start[one]}") as socket:
            heard.append([socket.entry_of("new_message")["message"]["id"] for _ in range(100)])
    assert heard[0] == heard[1] == ids(messages(owner, channel, "?limit=200")[0])


def mark_of(person, channel):
    return next(one for one in person.read("/me/reads")["reads"] if one["channel_id"] == channel)


def put_mark(person, channel, message):
    return person.call("PUT", "/me/reads", {"channel_id": channel, "message_id": message})


def test_people_keep_a_mark_of_how_far_they_read(askd, channel, owner, member, worker):
    assert mark_of(member, channel) == {"channel_id": channel, "message_id": None, "unread": 0, "mentioned": False}
    said = [say(worker, channel, f"{n}")["id"] for n in range(4)]
    mentioning = say(worker, channel, "@Ben!")["id"]
    shown = member.read(f"/channels/{channel}")
    assert (shown["unread"], shown["mentioned"], shown["last"]) == (5, True, mentioning)
    assert mark_of(owner, channel)["unread"] == 5 and not mark_of(owner, channel)["mentioned"]

    moved = put_mark(member, channel, said[2])
    assert moved.json() == {"channel_id": channel, "message_id": said[2], "unread": 2, "mentioned": True}
    assert put_mark(member, channel, said[0]).json() == moved.json() == mark_of(member, channel)
    assert put_mark(member, channel, mentioning).json()["mentioned"] is False
    askd.kill()
    askd.start()
    assert mark_of(member.again(), channel)["unread"] == 0 and mark_of(owner.again(), channel)["unread"] == 5


def test_whoever_speaks_has_read(channel, owner, member, worker):
    say(worker, channel, "@human?")
    own = say(member, channel, "Yes")["id"]
    assert mark_of(member, channel) == {"channel_id": channel, "message_id": own, "unread": 0, "mentioned": False}
    assert mark_of(owner, channel)["unread"] == 2 and mark_of(owner, channel)["mentioned"]


def test_a_mark_tells_the_persons_other_pages(channel, member, worker):
    said = say(worker, channel, "Read me")["id"]
    response = member.again().get("/events", stream=True)
    lines = response.iter_lines(chunk_size=1)
    next(lines)
    assert put_mark(member, channel, said).status_code == 200
    hint = json.loads(next(line for line in lines if line.startswith(b"data:"))[5:])
    response.close()
    assert hint["channel"] == channel and hint["type"]


def test_marks_are_peoples_own(channel, owner, member, third, worker, long_channel):
    said = say(worker, channel, "x")["id"]
    for channel_id, message_id in (
        (channel, long_channel[1][0]),
        (long_channel[0], said),
        ("ch_00000000000000000000000000", said),
        (channel, "msg_00000000000000000000000000"),
    ):
        assert_problem(put_mark(member, channel_id, message_id), 404)
    assert_problem(put_mark(member, "general", said), 422, pointers=["/channel_id"])
    assert_problem(member.call("PUT", "/me/reads", {"message": said}), 422)
    assert worker.get("/me/reads").status_code in (401, 403, 404)
    assert owner.call("DELETE", f"/channels/{channel}/members", {"person": "Cleo"}).status_code == 204
    assert_problem(put_mark(third, channel, said), 404)
    assert channel not in [one["channel_id"] for one in third.read("/me/reads")["reads"]]


def test_what_was_said_survives_a_power_cut(askd, channel, owner, worker):
    start = worker.newest_cursor()
    said = [say(worker if n % 2 else owner, channel, f"Keep {n}")["id"] for n in range(20)]
    askd.kill()
    askd.start()
    assert ids(messages(worker.again(), channel)[0]) == said
    assert ids(messages(owner.again(), channel, "?q=keep&limit=20")[0]) == said
    with Socket(askd, worker.token, f"?after={start}") as socket:
        assert [socket.entry()["message"]["id"] for _ in said] == said
    eventually(lambda: mark_of(owner.again(), channel)["unread"] == 1)
