import fc from "fast-check";
import { expect, test } from "vitest";
import { issuer, subjectsOf, type TokenContext } from "../../infra/github-oidc/subjects.ts";
import { account, args, recordGithub, role } from "../support/github-access.ts";
import type { Context } from "../support/iam/conditions.ts";
import { parseDocument } from "../support/iam/document.ts";
import { mayAssume } from "../support/iam/evaluate.ts";

/** Who may act in the workflows' roles: their trust documents, asked with tokens of all sorts. */

const github = { kind: "Federated", id: `arn:aws:iam::${account}:oidc-provider/${issuer}` } as const;
const signIn = (purpose: string, sub: string, more: Context = {}) =>
  mayAssume(role(purpose).trust, github, "sts:AssumeRoleWithWebIdentity", {
    [`${issuer}:aud`]: "sts.amazonaws.com",
    [`${issuer}:sub`]: sub,
    [`${issuer}:repository_id`]: "34",
    [`${issuer}:ref`]: "refs/heads/main",
    ...more,
  });
const contexts: Readonly<Record<string, TokenContext>> = {
  preview: "pull_request",
  deploy: "environment:dev",
  retrain: "ref:refs/heads/main",
};
const purposes = Object.keys(contexts);

test("each role takes its own context's tokens, in both forms, and no other role's", () => {
  for (const mine of purposes) {
    for (const [other, context] of Object.entries(contexts)) {
      expect(signIn(mine, `repo:octo/gas:${context}`), `${mine} ${context}`).toBe(mine === other);
      expect(signIn(mine, `repo:octo@12/gas@34:${context}`), `${mine} ${context}`).toBe(mine === other);
    }
  }
});

test("no fork, other repository, branch, tag, environment or look-alike gets in", () => {
  const repositories = [
    "mallory/gas",
    "octo/gas2",
    "octo/ga",
    "octo2/gas",
    "octo/gas-fork",
    "octo@99/gas@34",
    "octo@12/gas@99",
    "octo@12/gas",
    "octo/gas@34",
    "Octo/Gas",
    "octo/gas:environment:dev/x",
    "octo/*",
    "*",
  ];
  const others = [
    "ref:refs/heads/main2",
    "ref:refs/heads/feature/main",
    "ref:refs/heads/Main",
    "ref:refs/tags/main",
    "ref:refs/tags/v1",
    "environment:prod",
    "environment:dev2",
    "environment:Dev",
    "environment:dev:ref:refs/heads/main",
    "pull_request_target",
    "pull_request:1",
    "workflow_dispatch",
    "*",
    "",
  ];
  for (const purpose of purposes) {
    for (const repository of repositories) {
      for (const context of Object.values(contexts)) {
        expect(signIn(purpose, `repo:${repository}:${context}`), `${purpose} ${repository}`).toBe(false);
      }
    }
    for (const context of others) {
      expect(signIn(purpose, `repo:octo/gas:${context}`), `${purpose} ${context}`).toBe(false);
      expect(signIn(purpose, `repo:octo@12/gas@34:${context}`), `${purpose} ${context}`).toBe(false);
    }
  }
});

test("any subject at all that is not one of the two is refused", () => {
  const parts = fc.constantFrom(
    "repo:",
    "octo",
    "gas",
    "@12",
    "@34",
    "/",
    ":",
    "environment:",
    "dev",
    "*",
    "?",
  );
  fc.assert(
    fc.property(fc.array(parts, { maxLength: 12 }), (some) => {
      const sub = some.join("");
      for (const [purpose, context] of Object.entries(contexts)) {
        const exact = subjectsOf(args, context).includes(sub);
        expect(signIn(purpose, sub)).toBe(exact);
      }
    }),
  );
});

test("a token for another audience, of a repository that took a free name, or from elsewhere is refused", () => {
  for (const [purpose, context] of Object.entries(contexts)) {
    const sub = `repo:octo/gas:${context}`;
    expect(signIn(purpose, sub)).toBe(true);
    expect(signIn(purpose, sub, { [`${issuer}:aud`]: "https://github.com/octo" })).toBe(false);
    expect(signIn(purpose, sub, { [`${issuer}:repository_id`]: "35" })).toBe(false);
    const request = { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: sub };
    const elsewhere = { ...github, id: `arn:aws:iam::${account}:oidc-provider/example.com` };
    expect(mayAssume(role(purpose).trust, elsewhere, "sts:AssumeRoleWithWebIdentity", request)).toBe(false);
    const service = { kind: "Service", id: "lambda.amazonaws.com" } as const;
    expect(mayAssume(role(purpose).trust, service, "sts:AssumeRole", request)).toBe(false);
  }
});

test("a workflow on another branch, a tag or a pull request cannot deploy by naming the environment", () => {
  for (const form of subjectsOf(args, "environment:dev")) {
    expect(signIn("deploy", form)).toBe(true);
    for (const ref of ["refs/heads/feature", "refs/heads/main2", "refs/tags/main", "refs/pull/1/merge", ""]) {
      expect(signIn("deploy", form, { [`${issuer}:ref`]: ref }), ref).toBe(false);
    }
    const silent = { [`${issuer}:aud`]: "sts.amazonaws.com", [`${issuer}:sub`]: form };
    expect(mayAssume(role("deploy").trust, github, "sts:AssumeRoleWithWebIdentity", silent)).toBe(false);
  }
});

test("without numbers the names alone are trusted, exactly", async () => {
  const { ids: _, ...named } = args;
  const other = await recordGithub(named);
  const text = other.only("aws:iam/role:Role", "github-deploy").inputs["assumeRolePolicy"];
  const condition = parseDocument(String(text)).Statement[0]?.Condition;
  expect(condition).toEqual({
    StringEquals: {
      [`${issuer}:aud`]: ["sts.amazonaws.com"],
      [`${issuer}:ref`]: ["refs/heads/main"],
      [`${issuer}:sub`]: ["repo:octo/gas:environment:dev"],
    },
  });
});

test("a session lasts an hour, a deployment's two", () => {
  expect(purposes.map((purpose) => role(purpose).maxSessionSeconds)).toEqual([3600, 7200, 3600]);
});
