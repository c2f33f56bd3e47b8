// Clients of assistants in TypeScript: the official SDK as it was (1.x, `initialize`) and as it is (2.x, both eras).
// Usage: assistants.mjs PROGRAM ADDRESS, beside a `node_modules` that has them.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const [program, address] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "here.js"));
const from = (name) => import(pathToFileURL(require.resolve(name)));
const before = await from("@modelcontextprotocol/sdk/client/index.js");
const beforePipe = await from("@modelcontextprotocol/sdk/client/stdio.js");
const beforeHttp = await from("@modelcontextprotocol/sdk/client/streamableHttp.js");
const now = await from("@modelcontextprotocol/client");
const nowPipe = await from("@modelcontextprotocol/client/stdio");

const pipe = { command: program, args: ["mcp"], stderr: "inherit" };
const about = { name: "stackgen-tests", version: "1" };
const clients = [
  ["sdk 1.x, pipe", () => new before.Client(about), () => new beforePipe.StdioClientTransport(pipe)],
  ["sdk 1.x, HTTP", () => new before.Client(about), () => new beforeHttp.StreamableHTTPClientTransport(new URL(address))],
];
for (const mode of ["legacy", "auto", { pin: "2026-07-28" }]) {
  const name = `client 2.x, ${mode.pin ?? mode}`;
  const client = () => new now.Client(about, { versionNegotiation: { mode } });
  clients.push([`${name}, pipe`, client, () => new nowPipe.StdioClientTransport(pipe)]);
  clients.push([`${name}, HTTP`, client, () => new now.StreamableHTTPClientTransport(new URL(address))]);
}

for (const [name, client, transport] of clients) {
  const begun = client();
  await begun.connect(transport());
  await usesEverything(begun);
  await begun.close();
  console.log(`${name}: tools, resources, completion and prompts`);
}

/** Goes through all that is offered; `callTool` of these clients checks each result against the tool's output schema. */
async function usesEverything(client) {
  const { tools } = await client.listTools();
  assert.ok(tools.length >= 8 && tools.length <= 12, `${tools.length} tools`);
  const recommended = await client.callTool({ name: "recommend", arguments: { need: ["messaging"], lang: ["go"] } });
  assert.ok(recommended.structuredContent.stacks[0].picks[0].entry);
  const found = await client.callTool({ name: "query", arguments: { sparql: "ASK { sgid:technology/nats ?p ?o }" } });
  assert.ok(found.structuredContent || found.isError);
  const wrong = await client.callTool({ name: "show", arguments: { entry: "kafak" } });
  assert.ok(wrong.isError && wrong.content[0].text.includes("`kafka`"), wrong.content[0].text);
  await assert.rejects(client.callTool({ name: "no-such-tool", arguments: {} }), /unknown tool/);
  const { resourceTemplates } = await client.listResourceTemplates();
  assert.equal(resourceTemplates[0].uriTemplate, "stackgen://entry/{slug}");
  const { contents } = await client.readResource({ uri: "stackgen://entry/nats" });
  assert.match(contents[0].text, /NATS/);
  const { completion } = await client.complete({
    ref: { type: "ref/resource", uri: "stackgen://entry/{slug}" },
    argument: { name: "slug", value: "nat" },
  });
  assert.ok(completion.values.includes("nats"));
  const { messages } = await client.getPrompt({ name: "choose-stack", arguments: { languages: "go", needs: "tracing" } });
  assert.match(messages[0].content.text, /tracing/);
}
