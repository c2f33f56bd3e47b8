// Every kind of page in headless Chromium: axe-core finds nothing, nothing is wider than the window, every link answers,
// and the ways through the site lead where they say.
// Usage: pages.mjs ADDRESS [FOLDER for pictures], beside a `node_modules` that has playwright-core and axe-core.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const [address, pictures] = process.argv.slice(2);
const require = createRequire(join(process.cwd(), "here.js"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const WRONG = ["/stack?lang=go&need=mesaging", "/id/technology/no-such-thing", "/no-such-page", "/compare?entries=nats,kafak"];
const PAGES = [
  "/",
  "/stack",
  "/stack?lang=go&need=messaging,tracing",
  "/stack?lang=go&need=messaging&embed=1",
  "/search?q=rabitmq",
  "/search?q=zzzzzz",
  "/needs",
  "/compare",
  "/compare?entries=rabbitmq,kafka,nats",
  "/id/technology/nats",
  "/id/technology/hystrix",
  "/id/standard/mqtt",
  "/id/category/messaging",
  "/id/language/go",
  "/id/source/project-pages",
  "/sparql",
  "/sparql?query=" + encodeURIComponent("SELECT * { ?s a sg:Language ; rdfs:label ?l } ORDER BY ?l LIMIT 20"),
  "/sparql?query=" + encodeURIComponent("DESCRIBE sgt:nats"),
  "/sparql?query=" + encodeURIComponent("SELECT * { ?s a }"),
  ...WRONG,
];
const WIDTHS = [1280, 768, 390];
// With a folder for pictures each width in both colours; else one of each, for time.
const LOOKS = pictures
  ? [["light", WIDTHS], ["dark", WIDTHS]]
  : [["light", [1280]], ["dark", [390]]];

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const faults = [];
const links = new Map();
try {
  for (const [at, page] of PAGES.entries())
    await look(page, at).catch((error) => faults.push(`${page}: ${String(error).split("\n")[0]}`));
  await linksAnswer();
  await clickThrough();
} finally {
  await browser.close();
}
for (const fault of faults) console.log(fault);
console.log(`${PAGES.length} pages, ${links.size} links: ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;

/** A page at each width, light and dark. */
async function look(path, at) {
  for (const [colorScheme, widths] of LOOKS) {
    const context = await browser.newContext({ colorScheme, viewport: { width: widths[0], height: 900 } });
    const page = await context.newPage();
    let weight = 0;
    page.on("response", (it) => it.body().then((bytes) => (weight += bytes.length)).catch(() => {}));
    page.on("console", (it) => it.type() === "error" && !WRONG.includes(path) && !it.text().includes("400") && faults.push(`${path}: ${it.text()}`));
    page.on("pageerror", (it) => faults.push(`${path}: ${it}`));
    await page.goto(address + path, { waitUntil: "load" });
    await page.evaluate(axe);
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const where = `${path} at ${width}, ${colorScheme}`;
      const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
      for (const it of found.violations) faults.push(`${where}: ${it.id}: ${it.nodes[0].target} (${it.nodes.length})`);
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      if (wider > 0) faults.push(`${where}: ${wider} px wider than the window`);
      if (pictures) await page.screenshot({ path: join(pictures, `${at}-${width}-${colorScheme}.png`), fullPage: width === 390 });
    }
    if (weight > 150_000 + 10 ** 6 * Number(Boolean(await page.$("figure.picture")))) faults.push(`${path}: ${weight} bytes`);
    for (const link of await page.$$eval("a[href]", (all) => all.map((it) => it.href))) links.set(link.split("#")[0], path);
    await context.close();
  }
}

/** Every link of these pages that stays here; of many of one kind, some. */
async function linksAnswer() {
  const kinds = new Map();
  for (const [link, from] of links) {
    if (!link.startsWith(address) || WRONG.some((it) => link === address + it)) continue;
    const kind = new URL(link).pathname.split("/").slice(0, 3).join("/") + new URL(link).searchParams.get("format");
    const seen = kinds.get(kind) ?? 0;
    kinds.set(kind, seen + 1);
    if (seen >= 8) continue;
    const answer = await fetch(link, { headers: { Accept: "text/html,*/*;q=0.8" } });
    if (!answer.ok) faults.push(`${from}: ${answer.status} at ${link}`);
    await answer.arrayBuffer();
  }
}

/** The ways through the site, by keyboard and by mouse. */
async function clickThrough() {
  const page = await browser.newPage();
  page.setDefaultTimeout(15_000);
  const way = async (name, steps) => {
    try {
      await steps();
    } catch (error) {
      faults.push(`${name}: ${String(error).split("\n")[0]}`);
    }
  };
  await way("search, entry, a tie, back", async () => {
    await page.goto(address);
    await page.fill("#home-q", "nats");
    await page.press("#home-q", "Enter");
    await page.click("ul.hits a:text-is('NATS')");
    assert.match(page.url(), /\/id\/technology\/nats$/);
    await page.click("h2:text-is('Ties') + dl a:text-is('RabbitMQ')");
    assert.match(page.url(), /\/id\/technology\/rabbitmq$/);
    await page.goBack();
    assert.match(page.url(), /\/id\/technology\/nats$/);
  });
  await way("a stack for Go and messaging, NATS, its alternative, back to the stack", async () => {
    await page.goto(`${address}/stack`);
    await page.fill("#lang", "go");
    await page.fill("#need", "messaging");
    await page.press("#need", "Escape");
    await page.click("form.builder button[type=submit]");
    await page.waitForURL(/\/stack\?.*need=messaging/);
    await page.click("li.pick a:text-is('NATS')");
    await page.waitForURL(/nats/);
    await page.click("main table a:text-is('RabbitMQ')");
    assert.match(page.url(), /rabbitmq/);
    await page.goBack();
    await page.goBack();
    assert.match(page.url(), /\/stack\?/);
  });
  await way("compare", async () => {
    await page.goto(`${address}/compare`);
    await page.fill("#entries", "kafka, nats");
    await page.press("#entries", "Escape");
    await page.click("form.builder button[type=submit]");
    await page.waitForURL(/entries=/);
    assert.match(await page.textContent("main table"), /Apache-2.0/);
  });
  await way("an example query by Ctrl-Enter", async () => {
    await page.goto(`${address}/sparql`);
    await page.fill("#query", "SELECT ?l { sgt:nats rdfs:label ?l }");
    await page.press("#query", "Control+Enter");
    await page.waitForURL(/query=/);
    assert.match(await page.textContent("section.results"), /NATS/);
  });
}
