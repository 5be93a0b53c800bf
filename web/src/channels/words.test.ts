import { describe, expect, test } from "vitest";
import { Problem, Unreachable } from "../api/http";
import { answersText, channelName, countsText, faultsOf, namesOf, tagsOf } from "./words";

test("tags and names are parted by commas, each once", () => {
  expect(tagsOf(" research, nightly,, research ")).toEqual(["research", "nightly"]);
  expect(namesOf("ana, @ben,")).toEqual(["@ana", "@ben"]);
  expect(tagsOf(" ")).toEqual([]);
});

test.each([
  ["research", "#research"],
  [" #research ", "#research"],
  ["", ""],
])("the channel %j is called %j", (typed, name) => expect(channelName(typed)).toBe(name));

test("who may answer, in words", () => {
  expect(answersText("members")).toBe("Its members");
  expect(answersText(["@ana", "@ben"])).toBe("@ana, @ben");
  expect(answersText([])).toBe("Nobody");
});

test("how many are in it", () => {
  expect(countsText({ people: 1, agents: 0 })).toBe("1 person, 0 agents");
  expect(countsText({ people: 2, agents: 1 })).toBe("2 people, 1 agent");
});

describe("faults", () => {
  const known = ["name", "tags"];
  const refused = (status: number, errors: { pointer: string; detail: string }[] = []) =>
    new Problem(status, "Refused", "It can’t be so.", errors);

  test("go to the field that the server points at, and the rest stands below", () => {
    const failure = refused(422, [
      { pointer: "/name", detail: "is too long" },
      { pointer: "#/tags/1", detail: "is no tag" },
      { pointer: "/answers/0", detail: "is nobody" },
    ]);
    expect(faultsOf(failure, known)).toEqual({ fields: { name: "is too long", tags: "is no tag" }, rest: "is nobody" });
  });

  test("a name that is taken is the name's", () => {
    expect(faultsOf(refused(409), known).fields).toEqual({ name: "It can’t be so." });
    expect(faultsOf(refused(409), ["tags"]).rest).toBe("It can’t be so.");
  });

  test("without a pointer the sentence says it", () => {
    expect(faultsOf(refused(403), known)).toEqual({ fields: {}, rest: "It can’t be so." });
    expect(faultsOf(new Unreachable(), known).rest).toContain("can't be reached");
  });
});
