import type { BadRequest } from "./asking.ts";

/** Requests about a lake that is well. `zq` marks what must not come back as code. */

const html = '<script>zq()</script><img src=zq onerror="zq()">';
const attribute = "\"><b id=zq onmouseover='zq()'>";
const sql = "zq'; DROP TABLE customers; --";
const tenKilobytes = "x".repeat(10_000);
const encoded = encodeURIComponent;
/** A parameter that is repeated, each time with another value. */
const many = (name: string, times: number) =>
  Array.from({ length: times }, (_, time) => `${name}=${time}`).join("&");

const unknownCustomers: readonly BadRequest[] = [
  { what: "HTML", path: encoded(html) },
  { what: "the end of an attribute", path: encoded(attribute) },
  { what: "SQL", path: encoded(sql) },
  { what: "a condition that always holds", path: encoded("zq' OR '1'='1") },
  { what: "a path that is encoded", path: "..%2F..%2Fetc%2Fpasswd" },
  { what: "a path that is encoded as a whole", path: "%2e%2e%2f%2e%2e%2fetc%2fpasswd" },
  { what: "a path that is encoded twice", path: "%252e%252e%252fetc%252fpasswd" },
  { what: "10 KB", path: tenKilobytes },
  { what: "NUL", path: "%00" },
  { what: "NUL behind a customer's id", path: "C00001%00" },
  { what: "a blank", path: "%20" },
  { what: "a break of a line and a header", path: "C00001%0d%0aSet-Cookie:%20zq=1" },
  { what: "a name of every object", path: "__proto__" },
  { what: "a wildcard", path: "%25" },
  { what: "a format of texts", path: "%25s%25n%257B%257Bzq%257D%257D" },
].map(({ what, path }) => ({
  what: `a customer's id of ${what}`,
  path: `/customers/${path}`,
  status: 404,
  says: "No such customer",
}));

const notFound: readonly BadRequest[] = [
  "/nothing",
  "/.env",
  "/wp-login.php",
  "/admin/zq",
  `/${encoded(html)}`,
  `/${tenKilobytes}`,
  "/customers/../../etc/passwd",
  "/../../../etc/passwd",
  "/customers/C00001/zq",
  "/customers.xlsx",
  "//evil.example/",
  "/%2F%2Fevil.example",
  "/static/../main.ts",
  "/static/..%2fmain.ts",
  "/static/%2e%2e%2f%2e%2e%2fpackage.json",
  "/static/nothing.css",
  "/data/zq",
  "/data/constructor",
  "/data/..%2F..%2Fscored",
  `/data/${encoded(attribute)}`,
  `/data/${encoded(sql)}`,
  "/drift/zq",
  "/drift/__proto__",
  `/drift/${encoded(html)}`,
  "/drift/..%2Fdrift.json",
  "/pipeline/zq",
  "/pipeline/..%2F..%2Fpointers",
  `/pipeline/${encoded(attribute)}`,
  `/pipeline/${encoded(sql)}`,
  "/model/zq",
].map((path) => ({
  what: `the unknown address ${path.slice(0, 60)}`,
  path,
  status: 404,
  says: "Page not found There is no such page.",
}));

const notText: readonly BadRequest[] = [
  "/customers/%E0%A4%A",
  "/customers/%FF%FE",
  "/data/%",
  "/drift/%zz",
  "/pipeline/%C0%AF",
].map((path) => ({
  what: `${path}, which is no text`,
  path,
  status: 400,
  says: "Bad request The request cannot be understood.",
}));

const wrongParameters: readonly BadRequest[] = [
  ...[
    "abc",
    "0",
    "-1",
    "1.5",
    "NaN",
    "Infinity",
    "0x10",
    "0b11",
    "1e9",
    "9".repeat(400),
    encoded(html),
    "%00",
    "1_0",
  ].map((value) => `/customers?page=${value}`),
  "/customers?size=9",
  "/customers?size=501",
  "/customers?min=-0.1",
  "/customers?min=1,5",
  "/customers?max=100.01",
  "/customers?max=-Infinity",
  `/customers?tier=${encoded(html)}`,
  "/customers?tier=low&tier=zq",
  "/customers?sort=churn_proba%3B%20DROP%20TABLE%20customers",
  "/customers?sort=loss&sort=zq",
  "/customers?order=up",
  "/customers?part=zq&segment=zq&action=zq",
  `/customers?channel=${tenKilobytes}`,
  `/customers?${many("channel", 51)}`,
  `/customers.csv?${many("channel", 900)}`,
  `/recommendations?${many("segment", 900)}`,
  `/customers?q=${tenKilobytes}`,
  `/lookup?q=${tenKilobytes}`,
  "/recommendations?budget=-1",
  "/recommendations?budget=1000000001",
  "/recommendations?budget=1e400",
  `/recommendations?budget=${encoded(attribute)}`,
  "/recommendations?save_rate=100.1",
  "/recommendations?save_rate=zq",
  "/recommendations?action=no_offer",
  "/model?threshold=2",
  "/model?threshold=NaN",
  "/pipeline?state=zq",
  `/pipeline?after=${encoded(sql)}`,
  "/data/gold_master?page=zq",
  "/language",
  `/language?to=${encoded(html)}`,
  "/language?to=fr&back=%2F%2Fevil.example",
  "/customers.csv?sort=zq",
  `/customers.parquet?tier=${encoded(html)}`,
  "/recommendations.csv?budget=zq",
].map((path) => ({
  what: `the parameter in ${path.slice(0, 60)}`,
  path,
  status: 400,
  says: "The address asks for something that does not exist Correct the parameters below",
}));

const methods: readonly BadRequest[] = [
  ["POST", "/"],
  ["DELETE", "/customers/C00001"],
  ["PUT", "/customers.csv"],
  ["PATCH", "/healthz"],
  ["OPTIONS", "/recommendations"],
  ["TRACE", "/"],
  ["PROPFIND", "/data"],
].map(([method = "", path = ""]) => ({
  what: `${method} ${path}`,
  path,
  method,
  status: 405,
  says: "Only reading is possible Only GET and HEAD are served.",
}));

/** Refused, with a page that says why. */
export const refused: readonly BadRequest[] = [
  ...unknownCustomers,
  ...notFound,
  ...notText,
  ...wrongParameters,
  ...methods,
];

/** Strange, but answered: nothing is wrong with them. */
export const answered: readonly BadRequest[] = [
  { what: "HTML that is looked for", path: `/lookup?q=${encoded("<b id=zq>\"'")}` },
  { what: "SQL that is looked for", path: `/lookup?q=${encoded(sql)}` },
  { what: "NUL that is looked for", path: "/lookup?q=%00" },
  { what: "no text that is looked for", path: "/lookup?q=%E0%A4%A" },
  { what: "a wildcard that is looked for", path: "/lookup?q=%25" },
  { what: "a filter by HTML", path: `/customers?channel=${encoded("<b id=zq>\"'")}&q=${encoded(attribute)}` },
  { what: "the same filter many times", path: `/customers?${"tier=low&".repeat(500)}` },
  { what: "the same channel many times", path: `/customers?${"channel=Office&".repeat(800)}` },
  { what: "a sort that is said twice", path: "/customers?sort=loss&sort=margin" },
  { what: "least above most", path: "/customers?min=90&max=10" },
  {
    what: "parameters of nobody",
    path: `/customers?__proto__=zq&constructor=zq&x=${tenKilobytes}&${encoded(html)}=${encoded(html)}`,
  },
  { what: "a query that is no text", path: "/customers?%=%zz&%FF" },
  { what: "empty parameters", path: "/customers?page=&tier=&min=&q=&sort=" },
  { what: "a campaign that reaches nobody", path: "/recommendations?tier=low&save_rate=0&budget=0" },
  { what: "a language of 10 KB", path: "/", headers: { "Accept-Language": tenKilobytes } },
  { what: "a cookie with HTML", path: "/", headers: { Cookie: `language=${html}` } },
  { what: "a request id with HTML", path: "/", headers: { "X-Request-Id": html } },
  { what: "a forged address", path: "/", headers: { "X-Forwarded-For": html, Forwarded: `for=${sql}` } },
  {
    what: "a forged user",
    path: "/",
    headers: { "x-amzn-oidc-identity": "zq", Authorization: "Basic enE6enE=" },
  },
  { what: "a range", path: "/", headers: { Range: "bytes=0-zq" } },
].map((request) => ({ ...request, status: 200 }));

/** Refused with a problem as JSON. */
export const refusedForPrograms: readonly BadRequest[] = [
  { path: "/api/v1", status: 404 },
  { path: `/api/v1/${encoded(html)}`, status: 404 },
  { path: `/api/v1/customers/${encoded(attribute)}`, status: 404 },
  { path: `/api/v1/customers/${encoded(sql)}`, status: 404 },
  { path: `/api/v1/customers/${tenKilobytes}`, status: 404 },
  { path: "/api/v1/customers/%00", status: 404 },
  { path: "/api/v1/customers/..%2F..%2Fetc", status: 404 },
  { path: "/api/v1/../../etc/passwd", status: 404 },
  { path: "/api/v1/customers/%FF", status: 400 },
  { path: "/api/v1/customers?page=0x10", status: 400 },
  { path: `/api/v1/customers?tier=${encoded(html)}`, status: 400 },
  { path: `/api/v1/customers/suggestions?q=${tenKilobytes}`, status: 400 },
  { path: "/api/v1/recommendations?save_rate=-1&budget=NaN", status: 400 },
  { path: `/api/v1/customers?${many("channel", 51)}`, status: 400 },
  { path: "/api/v1/runs?limit=201", status: 400 },
  { path: "/api/v1/runs?state=zq", status: 400 },
  { path: `/api/v1/runs?after=${tenKilobytes}`, status: 400 },
  { path: "/api/v1/runs", status: 405, method: "POST" },
].map((request) => ({ ...request, what: `${request.method ?? "GET"} ${request.path.slice(0, 60)}` }));

/** Answered, although a cursor was made up: there is nothing behind it. */
export const madeUpCursors = ["zq", sql, html, "\0", "#", "2024-01-01T00:00:00Z#zq", "__proto__"];
