import { describe, expect, test } from "vitest";
import { issuer } from "../../infra/github-oidc/subjects.ts";
import { GithubOidc } from "../../infra/github-oidc.ts";
import { account, args, recorded, recordGithub, role, stack } from "../support/github-access.ts";
import { parseDocument } from "../support/iam/document.ts";
import { faultsOfDocument } from "../support/iam/known-actions.ts";
import { rolesOf } from "../support/iam/roles.ts";
import { record } from "../support/pulumi-mocks.ts";

/** The component itself: what it registers, within which limits, and which arguments it refuses. */

describe("the documents", () => {
  const policies = recorded.ofType("aws:iam/policy:Policy");

  test("keep to AWS's limits: characters of a policy, policies of a role", () => {
    for (const { name, inputs } of policies) {
      const length = String(inputs["policy"]).replace(/\s/g, "").length;
      expect(length, `${name} has ${length} characters`).toBeLessThanOrEqual(6144);
    }
    expect(
      [...rolesOf(recorded.all, account).values()].filter(
        ({ attached, inlineLength }) => attached > 10 || inlineLength > 0,
      ),
    ).toEqual([]);
  });

  test("name actions that exist, on resources that they take", async () => {
    for (const { name, inputs } of policies) {
      expect(await faultsOfDocument(parseDocument(String(inputs["policy"]))), name).toEqual([]);
    }
  });

  test("lie in a folder that no deployment may change", () => {
    for (const { inputs } of [...policies, ...recorded.ofType("aws:iam/role:Role")]) {
      const bounding = inputs["name"] === "spanishgas-dev-boundary";
      expect(inputs["path"]).toBe(bounding ? "/spanishgas/" : "/spanishgas/github/");
    }
  });
});

describe("the component", () => {
  test("makes the provider, or takes the account's own by its name", async () => {
    expect(recorded.only("aws:iam/openIdConnectProvider:OpenIdConnectProvider").inputs).toEqual({
      url: `https://${issuer}`,
      clientIdLists: ["sts.amazonaws.com"],
    });
    const existing = await recordGithub({ ...args, provider: "existing" });
    expect(existing.ofType("aws:iam/openIdConnectProvider:OpenIdConnectProvider")).toEqual([]);
    expect(rolesOf(existing.all, account).get("spanishgas-dev-github-deploy-role")?.trust).toEqual(
      role("deploy").trust,
    );
  });

  test("makes nothing inside apply", async () => {
    const preview = await record(() => void new GithubOidc("github", args), { preview: true });
    expect(preview.lines()).toEqual(recorded.lines());
  });

  test("tells all wrong arguments at once", async () => {
    const wrong = {
      stack,
      repository: "octo/*",
      ids: { owner: "octo", repository: "*" },
      branch: "release/*",
      stateBucket: "State_Bucket",
      lakeBucket: "*",
      secretsKeyArn: "alias/pulumi",
    };
    const faults = record(() => void new GithubOidc("github", wrong));
    await expect(faults).rejects.toThrow(
      /7 arguments are wrong[\s\S]*repository: [\s\S]*octo\/\*[\s\S]*ids\.owner[\s\S]*ids\.repository[\s\S]*branch[\s\S]*stateBucket[\s\S]*lakeBucket[\s\S]*secretsKeyArn/,
    );
  });
});
