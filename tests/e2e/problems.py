"""What every refusal must be: one problem document, with the status that it says itself."""

import json


def assert_document(text, status):
    """Returns the document, which must be one whole JSON value with the members of RFC 9457."""
    document = json.loads(text)
    assert document["type"].startswith("urn:askd:problem:"), document
    assert document["title"].strip(), document
    assert document["status"] == status, document
    assert document["detail"].strip(), document
    for fault in document.get("errors", []):
        assert set(fault) == {"pointer", "detail"}, document
        assert fault["pointer"] == "" or fault["pointer"][0] in "/?", document
        assert fault["detail"].strip(), document
    return document


def assert_problem(response, status, pointers=None):
    """`pointers`: those of all invalid fields, in any order; None where they don't matter."""
    assert response.status_code == status, f"{response.status_code}: {response.text}"
    assert response.headers["Content-Type"] == "application/problem+json"
    document = assert_document(response.text, status)
    if pointers is not None:
        assert sorted(fault["pointer"] for fault in document.get("errors", [])) == sorted(pointers), document
    if status == 401:
        assert "Bearer" in response.headers["WWW-Authenticate"]
    if status == 429:
        assert int(response.headers["Retry-After"]) > 0
    return document
