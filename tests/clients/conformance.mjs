// The official conformance suite of the protocol against /mcp, in each revision it has requirements for. Most scenarios want
// a server made for the suite, with tools, prompts and resources named `test_…`; what fails for the lack of those, or of a
// part of the protocol that is not offered and not declared, is counted apart.
// Usage: conformance.mjs ADDRESS FOLDER, beside a `node_modules` that has @modelcontextprotocol/conformance.
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";

const [address, folder] = process.argv.slice(2);
const REVISIONS = ["2025-11-25", "2026-07-28"];
// What stackgen neither has nor says it has: log messages, subscriptions to resources, tasks, questions to the client.
const NOT_OFFERED = /^(logging-set-level|tools-call-with-logging|resources-(un)?subscribe|tasks-|input-required-result|http-custom-header)/;
// What names a part of the server that the suite is made for.
const OF_THE_SUITES_SERVER = /test_|test:\/\/|Not testable|json_schema_2020_12_tool|unknown (tool|prompt|resource) `/;

let faults = 0;
for (const revision of REVISIONS) {
  const results = join(folder, revision);
  rmSync(results, { recursive: true, force: true });
  const program = join(process.cwd(), "node_modules/@modelcontextprotocol/conformance/dist/index.js");
  const told = spawnSync(process.execPath, [program, "server", "--url", address, "--requirements", revision, "-o", results], { encoding: "utf8", timeout: 120_000 });
  const counts = { passed: 0, wanting: 0, failed: 0 };
  let scenarios = [];
  try {
    scenarios = readdirSync(results);
  } catch {
    console.log(`${revision}: the suite did not run: ${told.error ?? told.stderr.slice(-500)}`);
  }
  for (const scenario of scenarios) {
    const name = scenario.replace(/^server-/, "").replace(/-\d{4}-\d\d-\d\dT.*$/, "");
    for (const check of JSON.parse(readFileSync(join(results, scenario, "checks.json"), "utf8"))) {
      const text = `${check.errorMessage ?? ""} ${JSON.stringify(check.details ?? {})}`;
      if (check.status === "SUCCESS") counts.passed += 1;
      else if (check.status !== "FAILURE") continue;
      else if (NOT_OFFERED.test(name) || OF_THE_SUITES_SERVER.test(text)) counts.wanting += 1;
      else {
        counts.failed += 1;
        console.log(`${revision}: ${name}: ${check.id}: ${text.slice(0, 300)}`);
      }
    }
  }
  if (counts.passed < 30) counts.failed += 1;
  faults += counts.failed;
  console.log(`conformance ${revision}: ${counts.passed} checks hold, ${counts.failed} do not, ${counts.wanting} want the suite's own server`);
}
process.exitCode = faults ? 1 : 0;
