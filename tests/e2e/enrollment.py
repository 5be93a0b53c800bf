"""Classes of agents in a configuration, and agents that come in by their secrets."""

import uuid

from callers import Agent, Caller

ALL = (
    "read_channels, post_messages, ask_humans, create_channels, invite_humans, authorize_spend, read_audit, "
    "manage_agents"
)


def keep_secret(folder, name, secret):
    """A file as askd wants its secrets: for its own user only."""
    file = folder / f"{name}.secret"
    file.write_text(secret + "\n")
    file.chmod(0o600)
    return file


def class_yaml(folder, name, secret=None, **settings):
    """The lines of one class; `settings` are written as they are."""
    lines = [f"  {name}:", f"    secret: {{file: {keep_secret(folder, name, secret or secret_of(name))}}}"]
    lines += [f"    {key}: {value}" for key, value in settings.items()]
    return "\n".join(lines) + "\n"


def classes_yaml(folder, **classes):
    return "enrollment:\n" + "".join(class_yaml(folder, name, **settings) for name, settings in classes.items())


def secret_of(name):
    return f"the-secret-of-{name}"


def registering(askd, name, secret, path="/agents/register", headers=(), **fields):
    """The answer. Each comes from an address of its own, unless one is told: wrong secrets are counted."""
    given = {"X-Agent-Secret": secret, "X-Forwarded-For": f"198.51.100.{uuid.uuid4().int % 250}", **dict(headers)}
    return Caller(askd).post(path, {"name": name, **fields}, headers=given)


def enroll(askd, name, enrolled_as="workers", **fields):
    """An agent that came in by the secret of its class."""
    response = registering(askd, name, secret_of(enrolled_as), **fields)
    assert response.status_code == 201, response.text
    admitted = response.json()
    agent = Agent.with_token(askd, admitted["token"])
    agent.admitted, agent.id, agent.name = admitted, admitted["agent_id"], name
    return agent


def pending(askd, name, enrolled_as, **fields):
    """The handle of a registration that waits for people."""
    response = registering(askd, name, secret_of(enrolled_as), **fields)
    assert response.status_code == 202, response.text
    assert response.headers["Location"] == f"/api/v1/agents/registrations/{response.json()['registration']}"
    return response.json()["registration"]
