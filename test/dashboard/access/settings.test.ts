import { describe, expect, it } from "vitest";
import { warningOf } from "../../../dashboard/access/settings.ts";
import { settingsFrom } from "../../../dashboard/settings.ts";
import { CLIENT, SIGNER } from "./balancer.ts";

type Environment = Readonly<Record<string, string>>;

const login = { LOGIN_SIGNER_ARN: SIGNER, LOGIN_CLIENT_ID: CLIENT };

function faultOf(environment: Environment): string {
  try {
    settingsFrom(environment);
  } catch (thrown) {
    return String(thrown);
  }
  return "no fault";
}

describe("what is left out", () => {
  it("is closed: nobody logs in, this machine alone asks, within limits", () => {
    expect(settingsFrom({})).toMatchObject({
      manifestTable: undefined,
      access: {
        login: undefined,
        allowed: undefined,
        listensOnLoopback: true,
        requestsPerMinute: 600,
        exportsPerMinute: 20,
      },
    });
  });
});

describe("a login", () => {
  it("is checked with AWS's keys, or those of a mirror", () => {
    expect(settingsFrom(login).access.login).toEqual({ signerArn: SIGNER, clientId: CLIENT });
    const mirrored = { ...login, LOGIN_KEYS_URL: "https://keys.example.com/alb/" };
    expect(settingsFrom(mirrored).access.login?.keysUrl).toBe("https://keys.example.com/alb");
  });

  it.each([
    "arn:aws:elasticloadbalancing:eu-south-2:1:loadbalancer/app/x/1",
    "arn:aws:elasticloadbalancing:eu-south-2:000000000001:loadbalancer/net/x/1",
    "arn:aws:elasticloadbalancing:eu.example.com/:000000000001:loadbalancer/app/x/1",
    "arn:aws:iam::000000000001:role/x",
    "dashboard",
  ])("has no signer %s", (arn) => {
    expect(faultOf({ ...login, LOGIN_SIGNER_ARN: arn })).toMatch(
      /LOGIN_SIGNER_ARN must be a load balancer's ARN/,
    );
  });

  it.each<readonly [string, Environment, string]>([
    ["a client", { LOGIN_SIGNER_ARN: SIGNER }, "LOGIN_SIGNER_ARN needs LOGIN_CLIENT_ID beside it"],
    ["a signer", { LOGIN_CLIENT_ID: CLIENT }, "LOGIN_CLIENT_ID needs LOGIN_SIGNER_ARN beside it"],
    [
      "either",
      { LOGIN_KEYS_URL: "https://keys.example.com" },
      "LOGIN_KEYS_URL needs LOGIN_SIGNER_ARN beside it",
    ],
  ])("is not half given, without %s", (_, environment, fault) => {
    expect(faultOf(environment)).toContain(fault);
  });

  it.each(["http://keys.example.com", "ftp://keys.example.com", "keys", "https://keys.example.com/?a=b"])(
    "takes no keys from %s, where somebody might change them",
    (url) => {
      expect(faultOf({ ...login, LOGIN_KEYS_URL: url })).toContain("LOGIN_KEYS_URL must be");
    },
  );

  it.each(["http://127.0.0.1:1", "http://localhost:1", "http://[::1]:1"])("takes keys from %s", (url) => {
    expect(settingsFrom({ ...login, LOGIN_KEYS_URL: url }).access.login?.keysUrl).toBe(url);
  });
});

describe("addresses", () => {
  it("are read one by one", () => {
    const { allowed } = settingsFrom({ ALLOWED_ADDRESSES: " 10.0.0.0/16 ,fd00::/48,192.0.2.7," }).access;
    expect(allowed).toEqual([
      { family: "ipv4", address: "10.0.0.0", prefixLength: 16 },
      { family: "ipv6", address: "fd00::", prefixLength: 48 },
      { family: "ipv4", address: "192.0.2.7", prefixLength: 32 },
    ]);
  });

  it.each([
    "0.0.0.0/0",
    "10.0.0.0/7",
    "0.0.0.0/1",
    "::/0",
    "2000::/3",
    "::ffff:0.0.0.0/96",
    "::ffff:0:0/103",
    "fd00::/31",
  ])("are refused as open to the world where %s is among them", (block) => {
    expect(faultOf({ ALLOWED_ADDRESSES: `127.0.0.1,${block}` })).toContain(`"${block}" is open to the world`);
  });

  it.each(["10.0.0.0/8", "2001:db8::/32", "::ffff:10.0.0.0/104"])("may be as many as %s", (block) => {
    expect(settingsFrom({ ALLOWED_ADDRESSES: block }).access.allowed).toHaveLength(1);
  });

  it("are told one by one where they are none", () => {
    const fault = faultOf({ ALLOWED_ADDRESSES: "office,10.0.0.0/40" });
    expect(fault).toContain('"office" is no address');
    expect(fault).toContain('"10.0.0.0/40" is no address');
    expect(faultOf({ ALLOWED_ADDRESSES: " , " })).toContain("ALLOWED_ADDRESSES names no address");
  });
});

describe("limits", () => {
  it.each(["REQUESTS_PER_MINUTE", "EXPORTS_PER_MINUTE"])("%s is a whole number above 0", (name) => {
    for (const wrong of ["0", "-1", "1.5", "many", "1e3", "1000000", "07"])
      expect(faultOf({ [name]: wrong }), wrong).toContain(`${name} must be a whole number from 1 to 999999`);
    expect(Object.values(settingsFrom({ [name]: "7" }).access)).toContain(7);
  });
});

describe("the table with the books", () => {
  it("goes with a bucket", () => {
    const inBucket = { LAKE: "s3://a-bucket", MANIFEST_TABLE: "spanishgas-dev-pipeline-manifest" };
    expect(settingsFrom(inBucket).manifestTable).toBe("spanishgas-dev-pipeline-manifest");
    expect(faultOf({ MANIFEST_TABLE: "a-table" })).toContain("MANIFEST_TABLE goes with a bucket");
    for (const wrong of ["ab", "a table", "table/x", "x".repeat(256)])
      expect(faultOf({ ...inBucket, MANIFEST_TABLE: wrong }), wrong).toContain(
        "MANIFEST_TABLE must be 3 to 255",
      );
  });
});

it("names every fault at once", () => {
  const fault = faultOf({
    LAKE: "http://lake",
    PORT: "x",
    MANIFEST_TABLE: "?",
    LOGIN_SIGNER_ARN: "x",
    LOGIN_KEYS_URL: "x",
    ALLOWED_ADDRESSES: "x,0.0.0.0/0",
    REQUESTS_PER_MINUTE: "0",
    EXPORTS_PER_MINUTE: "0",
  });
  for (const name of ["LAKE", "PORT", "MANIFEST_TABLE", "LOGIN_SIGNER_ARN", "LOGIN_KEYS_URL"])
    expect(fault).toContain(`${name} must be`);
  expect(fault.match(/ALLOWED_ADDRESSES: /g)).toHaveLength(2);
  expect(fault.match(/_PER_MINUTE must be/g)).toHaveLength(2);
});

it("warns where a network may ask and nobody in it is answered", () => {
  const warningFor = (environment: Environment) => {
    const { host, access } = settingsFrom(environment);
    return warningOf(host, access);
  };
  expect(warningFor({ HOST: "0.0.0.0" })).toBe(
    "The server listens on 0.0.0.0, but only requests from this machine are answered, since neither " +
      "LOGIN_SIGNER_ARN nor ALLOWED_ADDRESSES says who else may ask.",
  );
  for (const HOST of ["127.0.0.1", "::1", "localhost", "127.0.0.9"])
    expect(warningFor({ HOST })).toBeUndefined();
  expect(warningFor({ HOST: "0.0.0.0", ALLOWED_ADDRESSES: "10.0.0.0/16" })).toBeUndefined();
  expect(warningFor({ HOST: "0.0.0.0", ...login })).toBeUndefined();
});
