// Cuts GitHub's OpenAPI description down to the operations that the fake
// server of internal/github/githubtest has.
//
//   npm pack @octokit/openapi@23.0.2 && tar xzf octokit-openapi-23.0.2.tgz
//   node tools/prune-openapi.mjs package/generated/api.github.com.json \
//     <internal/github/githubtest/testdata/operations.txt >internal/github/githubtest/testdata/openapi.json
//
// It keeps what is needed to validate requests and answers: examples, links
// and all descriptions but the operations' summaries are left out, and schemas
// that nothing refers to any more.
import { readFileSync } from "node:fs";

const full = JSON.parse(readFileSync(process.argv[2], "utf8"));
const wanted = new Set(readFileSync(0, "utf8").split("\n").map((l) => l.trim()).filter((l) => l && !l.startsWith("#")));

// In a map of names to schemas a name is not a keyword.
const named = new Set(["properties", "schemas", "parameters", "responses", "requestBodies", "headers", "patternProperties"]);
const dropped = new Set(["description", "examples", "example", "externalDocs", "x-github", "links", "tags", "title", "x-multi-segment"]);
function strip(value, isMap) {
  if (Array.isArray(value)) return value.map((v) => strip(v, false));
  if (value === null || typeof value !== "object") return value;
  const out = {};
  for (const key of Object.keys(value).sort()) {
    if (!isMap && dropped.has(key)) {
      if (key === "description" && "content" in value) out[key] = ""; // a response needs one
      continue;
    }
    if (!isMap && key === "enum" ) { out[key] = value[key]; continue; }
    out[key] = strip(value[key], !isMap && named.has(key) && !Array.isArray(value[key]));
  }
  return out;
}

const paths = {};
const found = new Set();
for (const [path, item] of Object.entries(full.paths)) {
  for (const [method, operation] of Object.entries(item)) {
    if (!wanted.has(operation.operationId)) continue;
    found.add(operation.operationId);
    const kept = strip(operation, false);
    for (const r of Object.values(kept.responses)) if (!("$ref" in r)) r.description ??= "";
    (paths[path] ??= {})[method] = { ...kept, summary: operation.summary };
  }
}
for (const id of wanted) if (!found.has(id)) throw new Error(`no operation ${id}`);

const components = {};
const queue = [paths];
for (let value; (value = queue.pop()) !== undefined; ) {
  if (value === null || typeof value !== "object") continue;
  if (typeof value.$ref === "string") {
    const [, , kind, name] = value.$ref.split("/");
    if (!components[kind]?.[name]) {
      const kept = strip(full.components[kind][name], false);
      if (kind === "responses") kept.description ??= "";
      (components[kind] ??= {})[name] = kept;
      queue.push(kept);
    }
  }
  queue.push(...Object.values(value));
}
const sorted = (o) => Object.fromEntries(Object.entries(o).sort(([a], [b]) => (a < b ? -1 : 1)));
for (const kind of Object.keys(components)) components[kind] = sorted(components[kind]);

const { title, version, license } = full.info;
console.log(JSON.stringify({ openapi: full.openapi, info: { title, version, license }, servers: [{ url: "/" }], paths: sorted(paths), components: sorted(components) }, null, 1));
