// Asks the estimator with the types that openapi-typescript makes of its description.
//
//     node client.js ADDRESS
//
// Amounts are those of the specification's own page.

import { strict as assert } from "node:assert";
import createClient from "openapi-fetch";
import type { components, paths } from "./estimator.js";

type QuoteRequest = components["schemas"]["QuoteRequest"];

const baseUrl = process.argv[2];
assert(baseUrl !== undefined, "name an address");
const client = createClient<paths>({ baseUrl });

const request = (term_years: number, owned = 500): QuoteRequest => ({
  currency: "EUR",
  service_level: "select",
  term_years,
  program: "enterprise-3",
  start: "2026-12-01",
  language: "nl",
  tax: { name: "BTW", rate: "21%" },
  holding: [
    {
      product_line: "virtual-apps-desktops",
      edition: "premium",
      owned,
      retire: 20,
      covered_through: "2026-03-31",
    },
  ],
});

const priced = await client.POST("/api/v1/quotes", { body: request(3) });
assert(priced.data !== undefined && typeof priced.data === "object");
assert.equal(priced.data.totals.subtotal, "108527.22");
assert.equal(priced.data.totals.total, "131317.94");
assert.equal(priced.data.lines[0]?.forward_through, "2029-11-30");
assert(priced.data.lines[0]?.workings !== undefined);

const brief = await client.POST("/api/v1/quotes", {
  body: request(3),
  params: { query: { workings: "none" } },
});
assert(brief.data !== undefined && typeof brief.data === "object");
assert.equal(brief.data.lines[0]?.workings, undefined);

const refused = await client.POST("/api/v1/quotes", { body: request(9) });
assert.equal(refused.response.status, 422);
assert(refused.error !== undefined && "refusals" in refused.error);
assert.deepEqual(refused.error.refusals.map((one) => one.code), ["term-not-offered"]);

const compared = await client.POST("/api/v1/comparisons", { body: request(3) });
assert(compared.data !== undefined);
assert.equal(compared.data.terms.find((option) => option.term_years === 3)?.total, "131317.94");

const problem = await client.POST("/api/v1/quotes", { body: request(9, -1) });
assert.equal(problem.response.status, 400);
assert(problem.error !== undefined && "problems" in problem.error);
assert.equal(problem.error.problems[0]?.pointer, "#/holding/0/owned");

const books = await client.GET("/api/v1/books");
assert.equal(books.data?.books[0]?.id, "citrix-css");
console.log("a client in TypeScript: a quote, a refusal, a comparison, a problem, the books");
