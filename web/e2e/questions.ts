// One ask of each form, as agents send them.
import type { Question } from "./agent";

export const approval: Question = {
  title: "Deploy 4.2 to production?",
  body: [
    "All **212** tests pass. The migration adds one column and takes about *3 s*.",
    "- no downtime\n- can be rolled back",
  ].join("\n\n"),
  form: { kind: "approval" },
  context: { task: "release 4.2", run: "https://ci.example/81" },
};

export const choice: Question = {
  title: "Contact all three candidates?",
  body: "Found **3** that match.",
  form: {
    kind: "choice",
    options: [
      { value: "all", label: "All three", style: "primary" },
      { value: "top", label: "Only the top one" },
      { value: "none", label: "Nobody", style: "danger" },
    ],
  },
};

export const several: Question = {
  title: "Which regions get the update?",
  form: {
    kind: "choice",
    multiple: true,
    options: [
      { value: "eu", label: "Europe" },
      { value: "us", label: "North America" },
      { value: "ap", label: "Asia and Pacific" },
    ],
  },
};

export const text: Question = {
  title: "What shall the subject of the newsletter be?",
  form: { kind: "text", placeholder: "A subject line", max_length: 80 },
};

export const fields: Question = {
  title: "Book the venue",
  body: "The **Old Mill** holds the date until tonight.",
  form: {
    kind: "fields",
    note: true,
    schema: {
      type: "object",
      properties: {
        guests: { type: "integer", title: "Guests", minimum: 1, maximum: 200 },
        contact: { type: "string", title: "Contact", format: "email" },
        catering: { type: "boolean", title: "Catering" },
        room: { type: "string", title: "Room", enum: ["Hall", "Garden"] },
        remarks: { type: "string", title: "Remarks" },
      },
      required: ["guests", "catering", "room"],
    },
  },
};
