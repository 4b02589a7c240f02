// usage: node check.mjs BROWSER PAGE...
//
// Opens each page in a browser, at the width of a desk and of a phone, light and dark,
// and reports what axe finds against WCAG 2.2 AA and its best practices, whatever makes
// the page itself scroll sideways, and what scrolls and cannot be reached by keyboard.
// A page with a fault of its own is checked first: it must be found.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(import.meta.url);
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const screens = [
  { name: "desk", viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { name: "phone", viewport: { width: 390, height: 844 }, colorScheme: "dark" },
];

async function faultsOf(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => window.axe.run(document, { runOnly: tags }), tags);
  const faults = found.violations.map((v) => `${v.id}: ${v.help} (${v.nodes.length}), first ${v.nodes[0].html.slice(0, 200)}`);
  faults.push(...(await page.evaluate(() => {
    const out = [];
    const wide = document.documentElement.scrollWidth - window.innerWidth;
    if (wide > 0) out.push(`the page is ${wide} pixels wider than its screen`);
    for (const e of document.querySelectorAll("*")) {
      const scrolls = e.scrollWidth > e.clientWidth + 1 && ["auto", "scroll"].includes(getComputedStyle(e).overflowX);
      if (scrolls && e.tabIndex < 0) out.push(`the keyboard does not reach what scrolls: ${e.outerHTML.slice(0, 120)}`);
    }
    return out;
  })));
  return faults;
}

const [executablePath, ...files] = process.argv.slice(2);
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
let bad = 0;
try {
  for (const screen of screens) {
    const context = await browser.newContext({ viewport: screen.viewport, colorScheme: screen.colorScheme, bypassCSP: true });
    const page = await context.newPage();
    await page.setContent('<html><body><img src="x"><div style="overflow-x:auto;width:50px"><p style="width:5000px">x</p></div></body></html>');
    if ((await faultsOf(page)).length < 3) throw new Error("a page with faults is taken for a good one");
    for (const file of files) {
      await page.goto(pathToFileURL(file).href);
      const faults = await faultsOf(page);
      for (const fault of faults) console.error(`${file} (${screen.name}): ${fault}`);
      bad += faults.length;
    }
    await context.close();
  }
} finally {
  await browser.close();
}
console.log(`${files.length} pages on ${screens.length} screens: ${bad} faults`);
process.exit(bad === 0 ? 0 : 1);
