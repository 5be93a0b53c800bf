"""Questions with every form, and values that fit them, drawn from a seeded source."""

SCHEMA = {
    "type": "object",
    "properties": {
        "cost": {"type": "integer", "minimum": 0, "maximum": 99999},
        "region": {"type": "string", "enum": ["eu", "us", "asia"]},
        "sure": {"type": "boolean"},
    },
    "required": ["cost"],
}
OPTIONS = ["all", "top", "none", "later"]


def draw_form(rng):
    note = rng.random() < 0.5
    kind = rng.choice(["approval", "choice", "several", "text", "fields"])
    if kind == "approval":
        return {"kind": "approval", "note": note}
    if kind == "text":
        return {"kind": "text", "multiline": True}
    if kind == "fields":
        return {"kind": "fields", "schema": SCHEMA, "note": note}
    options = [{"value": value, "label": f"Take {value}"} for value in OPTIONS]
    return {"kind": "choice", "options": options, "multiple": kind == "several", "note": note}


def draw_value(rng, form):
    """A value as askd gives it back: options in the form's order, a text without white space at its end."""
    if form["kind"] == "approval":
        return rng.choice(["approve", "deny"])
    if form["kind"] == "text":
        return f"words {rng.randrange(10**9)}\nand ünïcödé 👍"
    if form["kind"] == "fields":
        return {"cost": rng.randrange(99999), "region": rng.choice(["eu", "us", "asia"]), "sure": rng.random() < 0.5}
    if form["multiple"]:
        return [value for value in OPTIONS if rng.random() < 0.5] or ["top"]
    return rng.choice(OPTIONS)


def takes_votes(form):
    return form["kind"] == "approval" or (form["kind"] == "choice" and not form["multiple"])


def draw_question(rng, title, people):
    """The body of a POST /asks."""
    question = {"title": title, "form": draw_form(rng)}
    if rng.random() < 0.5:
        question["body"] = f"Body of **{title}**\n" + "x" * rng.randrange(2000)
    if rng.random() < 0.3:
        question["context"] = {"task": title, "try": rng.randrange(9)}
    if rng.random() < 0.3:
        question["labels"] = {"lot": str(rng.randrange(5))}
    alone = True
    if takes_votes(question["form"]) and rng.random() < 0.3:
        question["required"] = 2
        alone = False
    elif rng.random() < 0.1:
        question["approvers"] = ["@" + rng.choice(people)]
        alone = False
    if rng.random() < 0.4:
        question["expires_in"] = f"{rng.randrange(1, 6)}s"
        if alone and rng.random() < 0.5:
            approval = question["form"]["kind"] == "approval"
            question["default"] = {"value": "deny" if approval else draw_value(rng, question["form"])}
    return question
