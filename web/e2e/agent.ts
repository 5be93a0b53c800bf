// An agent, as it speaks to askd over the API.
import type { Answer, Ask } from "../src/api/types";

export type Question = { title: string } & Record<string, unknown>;

export class Agent {
  constructor(
    private readonly url: () => string,
    private readonly token: string,
  ) {}

  ask(question: Question): Promise<Ask> {
    return this.post<Ask>("/asks", question);
  }

  // Many of them, a few requests at a time.
  async askMany(count: number, question: (index: number) => Question): Promise<Ask[]> {
    const asks: Ask[] = [];
    let next = 0;
    const lane = async () => {
      while (next < count) asks.push(await this.ask(question(next++)));
    };
    await Promise.all(Array.from({ length: 24 }, lane));
    return asks;
  }

  // Blocks until the ask ends, as an agent does.
  async answer(ask: Ask): Promise<Answer> {
    const ended = await this.call<Ask>("GET", `/asks/${ask.id}?wait=20s`);
    if (!ended.answer) throw new Error(`${ask.title} is ${ended.state} and has no answer`);
    return ended.answer;
  }

  // Blocks until a person says something in the ask's conversation, and returns all that was said there.
  async heard(ask: Ask): Promise<string[]> {
    await this.call("GET", `/asks/${ask.id}?wait=20s&until=activity&after=${ask.activity}`);
    const { messages } = await this.call<{ messages: { content: string }[] }>(
      "GET",
      `/conversations/${ask.conversation}/messages`,
    );
    return messages.map((message) => message.content);
  }

  say(ask: Ask, content: string): Promise<unknown> {
    return this.post(`/asks/${ask.id}/messages`, { content });
  }

  cancel(ask: Ask, reason?: string): Promise<unknown> {
    return this.post(`/asks/${ask.id}/cancel`, reason ? { reason } : {});
  }

  supersede(ask: Ask, question: Question): Promise<Ask> {
    return this.post<Ask>(`/asks/${ask.id}/supersede`, question);
  }

  // The id of the channel of that name.
  async channel(name: string): Promise<string> {
    const { id } = await this.call<{ id: string }>("GET", `/channels/${encodeURIComponent(name)}`);
    return id;
  }

  // In a channel that the agent is in.
  speak(channel: string, content: string): Promise<{ id: string }> {
    return this.post(`/channels/${channel}/messages`, { content });
  }

  notify(notice: Record<string, unknown>): Promise<unknown> {
    return this.post("/notices", notice);
  }

  async cancelAll(): Promise<void> {
    for (;;) {
      const { asks } = await this.call<{ asks: Ask[] }>("GET", "/asks?state=open&limit=200");
      if (asks.length === 0) return;
      await Promise.all(asks.map((ask) => this.cancel(ask)));
    }
  }

  private post<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>("POST", path, body);
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url()}/api/v1${path}`, {
      method,
      headers: { Authorization: `Bearer ${this.token}`, "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return JSON.parse(text) as T;
  }
}
