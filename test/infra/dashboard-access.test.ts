import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Recorded } from "../support/pulumi-mocks.ts";
import {
  CLIENT_SECRET,
  certificateArn,
  cognito,
  oidc,
  recorded,
  type Settings,
} from "./dashboard-fixture.ts";

const INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
const EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule";
const LISTENER = "aws:lb/listener:Listener";

const BALANCER = "dashboard-groups-balancer-id";
const SERVICE = "dashboard-groups-service-id";

const limited = { cidrs: ["203.0.113.0/24", "198.51.100.7/32"], certificateArn };

/** The rules of a group, each as `ports from/to whom`. */
const rulesOf = (resources: Recorded, type: string, group: string) =>
  resources
    .ofType(type)
    .filter(({ inputs }) => inputs["securityGroupId"] === group)
    .map(({ inputs }) => {
      const whom = inputs["cidrIpv4"] ?? inputs["referencedSecurityGroupId"] ?? inputs["prefixListId"];
      expect(inputs).toMatchObject({ ipProtocol: "tcp", fromPort: inputs["toPort"] });
      return `${inputs["toPort"]} ${whom}`;
    })
    .sort();

const listenersOf = (resources: Recorded) =>
  resources.ofType(LISTENER).map(({ inputs }) => ({
    port: inputs["port"],
    protocol: inputs["protocol"],
    certificate: inputs["certificateArn"],
    actions: Array.isArray(inputs["defaultActions"]) ? inputs["defaultActions"].map(({ type }) => type) : [],
  }));

const variablesOf = (resources: Recorded) =>
  String(resources.only("aws:ecs/taskDefinition:TaskDefinition").inputs["containerDefinitions"]);

const kinds: readonly (readonly [string, Settings])[] = [
  ["internal", { access: { internal: true } }],
  ["internal with a certificate", { access: { internal: true, certificateArn } }],
  ["limited", { access: limited }],
  ["Cognito", { access: cognito }],
  ["OIDC", { access: oidc }],
];

describe.each(kinds)("access: %s", (_, settings) => {
  test("the tasks let the load balancer in, on the dashboard's port, and nobody else", async () => {
    const resources = await recorded(settings);
    expect(rulesOf(resources, INGRESS, SERVICE)).toEqual([`8501 ${BALANCER}`]);
  });

  test("nothing but HTTPS with a login is open to everybody", async () => {
    const resources = await recorded(settings);
    const open = resources.ofType(INGRESS).filter(({ inputs }) => inputs["cidrIpv4"] === "0.0.0.0/0");
    const login = "domain" in (settings.access ?? {});
    expect(open.map(({ inputs }) => [inputs["fromPort"], inputs["toPort"]])).toEqual(
      login ? [[443, 443]] : [],
    );
    expect(resources.ofType(INGRESS).filter(({ inputs }) => "cidrIpv6" in inputs)).toEqual([]);
    for (const { inputs } of resources.ofType("aws:ec2/securityGroup:SecurityGroup")) {
      expect(inputs).not.toHaveProperty("ingress");
      expect(inputs).not.toHaveProperty("egress");
    }
  });

  test("what the internet reaches is never answered in plain text", async () => {
    const resources = await recorded(settings);
    const { inputs } = resources.only("aws:lb/loadBalancer:LoadBalancer");
    for (const { protocol, actions } of listenersOf(resources)) {
      if (protocol === "HTTP" && inputs["internal"] === false) expect(actions).toEqual(["redirect"]);
    }
  });

  test("registers in a preview what an update makes", async () => {
    expect((await recorded({ ...settings, preview: true })).lines()).toEqual(
      (await recorded(settings)).lines(),
    );
  });
});

test("internal: from the VPC on port 80, in private subnets, without a firewall", async () => {
  const resources = await recorded();
  expect(resources.only("aws:lb/loadBalancer:LoadBalancer").inputs).toMatchObject({
    internal: true,
    subnets: ["private-1", "private-2"],
  });
  expect(rulesOf(resources, INGRESS, BALANCER)).toEqual(["80 10.0.0.0/16"]);
  expect(listenersOf(resources)).toEqual([
    { port: 80, protocol: "HTTP", certificate: undefined, actions: ["forward"] },
  ]);
  expect(resources.ofType("aws:wafv2/webAcl:WebAcl")).toEqual([]);
});

test("internal with a certificate: HTTPS, and port 80 leads there", async () => {
  expect(listenersOf(await recorded({ access: { internal: true, certificateArn } }))).toEqual([
    { port: 80, protocol: "HTTP", certificate: undefined, actions: ["redirect"] },
    { port: 443, protocol: "HTTPS", certificate: certificateArn, actions: ["forward"] },
  ]);
});

test("limited: the named blocks on both ports, port 80 only leads to HTTPS", async () => {
  const resources = await recorded({ access: limited });
  expect(rulesOf(resources, INGRESS, BALANCER)).toEqual([
    "443 198.51.100.7/32",
    "443 203.0.113.0/24",
    "80 198.51.100.7/32",
    "80 203.0.113.0/24",
  ]);
  expect(listenersOf(resources)).toEqual([
    { port: 80, protocol: "HTTP", certificate: undefined, actions: ["redirect"] },
    { port: 443, protocol: "HTTPS", certificate: certificateArn, actions: ["forward"] },
  ]);
  expect(resources.only("aws:lb/loadBalancer:LoadBalancer").inputs).toMatchObject({
    internal: false,
    subnets: ["public-1", "public-2"],
  });
});

describe("login", () => {
  test.each([
    [cognito, "authenticate-cognito"],
    [oidc, "authenticate-oidc"],
  ] as const)("comes before everything else, on HTTPS of version 1.2 or newer", async (access, action) => {
    const resources = await recorded({ access });
    expect(listenersOf(resources)).toEqual([
      { port: 443, protocol: "HTTPS", certificate: "arn-of-the-certificate", actions: [action, "forward"] },
    ]);
    const { inputs } = resources.only(LISTENER);
    expect(inputs["sslPolicy"]).toBe("ELBSecurityPolicy-TLS13-1-2-2021-06");
    expect(inputs["defaultActions"]).toMatchObject([{ order: 1 }, { order: 2 }]);
    expect(JSON.stringify(inputs["defaultActions"])).toContain('"onUnauthenticatedRequest":"authenticate"');
  });

  test("narrowed to known addresses has the redirect too", async () => {
    const resources = await recorded({ access: { ...cognito, cidrs: ["203.0.113.0/24"] } });
    expect(rulesOf(resources, INGRESS, BALANCER)).toEqual(["443 203.0.113.0/24", "80 203.0.113.0/24"]);
    expect(listenersOf(resources).map(({ port }) => port)).toEqual([80, 443]);
  });

  test("lets the load balancer reach the identity provider, which it does in no other case", async () => {
    const toTasks = `8501 ${SERVICE}`;
    expect(rulesOf(await recorded({ access: cognito }), EGRESS, BALANCER)).toEqual([
      "443 0.0.0.0/0",
      toTasks,
    ]);
    expect(rulesOf(await recorded({ access: limited }), EGRESS, BALANCER)).toEqual([toTasks]);
  });

  test("lets the tasks reach the public keys, which they do in no other case", async () => {
    expect(rulesOf(await recorded({ access: oidc }), EGRESS, SERVICE)).toContain("443 0.0.0.0/0");
    expect(rulesOf(await recorded({ access: limited }), EGRESS, SERVICE)).not.toContain("443 0.0.0.0/0");
  });

  test("tells the dashboard whose signature counts; without a login it is told nothing", async () => {
    const text = variablesOf(await recorded({ access: oidc }));
    expect(text).toContain('{"name":"LOGIN_CLIENT_ID","value":"dashboard"}');
    expect(text).toContain(
      '{"name":"LOGIN_SIGNER_ARN","value":"arn:aws:lb:eu-west-1:000000000000:dashboard-balancer"}',
    );
    expect(text).not.toContain("ALLOWED_ADDRESSES");
    expect(variablesOf(await recorded({ access: limited }))).not.toContain("LOGIN");
  });

  test.each(kinds.slice(0, 3))("without a login (%s) it answers the VPC alone", async (_, settings) => {
    expect(variablesOf(await recorded(settings))).toContain(
      '{"name":"ALLOWED_ADDRESSES","value":"10.0.0.0/16"}',
    );
  });

  test("keeps the client's secret a secret, and in one place", async () => {
    const secrets: boolean[] = [];
    const resources = await recorded({
      access: oidc,
      look: async (dashboard) => {
        for (const { defaultActions } of dashboard.nodes.loadBalancer.nodes.listeners)
          secrets.push(await pulumi.isSecret(defaultActions));
      },
    });
    expect(secrets).toEqual([true]);
    const holders = resources.all.filter(({ inputs }) => JSON.stringify(inputs).includes(CLIENT_SECRET));
    expect(holders.map(({ type }) => type)).toEqual([LISTENER]);
  });

  test("Cognito: nobody signs up, everybody has a second factor, the client has a secret", async () => {
    const resources = await recorded({ access: cognito });
    expect(resources.only("aws:cognito/userPool:UserPool").inputs).toMatchObject({
      name: "spanishgas-dev-dashboard",
      adminCreateUserConfig: { allowAdminCreateUserOnly: true },
      mfaConfiguration: "ON",
      softwareTokenMfaConfiguration: { enabled: true },
      deletionProtection: "INACTIVE",
    });
    expect(resources.only("aws:cognito/userPoolClient:UserPoolClient").inputs).toMatchObject({
      generateSecret: true,
      allowedOauthFlows: ["code"],
      callbackUrls: ["https://churn.example.com/oauth2/idpresponse"],
      preventUserExistenceErrors: "ENABLED",
    });
  });

  test("a pool that exists is used as it is", async () => {
    const userPoolArn = "arn:aws:cognito-idp:eu-south-2:000000000000:userpool/eu-south-2_abcdefghi";
    const login = { cognito: { userPoolArn, clientId: "client", userPoolDomain: "company" } };
    const resources = await recorded({ access: { ...cognito, login } });
    expect(resources.all.filter(({ type }) => type.startsWith("aws:cognito"))).toEqual([]);
    expect(resources.only(LISTENER).inputs["defaultActions"]).toMatchObject([
      { authenticateCognito: { userPoolArn, userPoolClientId: "client", userPoolDomain: "company" } },
      { type: "forward" },
    ]);
  });

  test("the domain gets a certificate, proved in its zone, and a record that leads to the load balancer", async () => {
    const resources = await recorded({ access: cognito });
    expect(resources.only("aws:acm/certificate:Certificate").inputs).toMatchObject({
      domainName: "churn.example.com",
      validationMethod: "DNS",
    });
    const recordOf = (name: string) => resources.only("aws:route53/record:Record", name).inputs;
    expect(recordOf("dashboard-balancer-name")).toMatchObject({
      name: "churn.example.com",
      type: "A",
      zoneId: "Z0000000000000",
      aliases: [{ name: "dashboard-balancer.example" }],
    });
    expect(recordOf("dashboard-balancer-certificate-proof")).toMatchObject({
      name: "_proof.churn.example.com",
      type: "CNAME",
      zoneId: "Z0000000000000",
      records: ["_proof.acm-validations.aws"],
    });
  });
});

describe("the firewall", () => {
  test("stands before a load balancer that the internet reaches, and stops who asks too much", async () => {
    const resources = await recorded({ access: limited, firewall: { requestsPer5Minutes: 300 } });
    const { inputs } = resources.only("aws:wafv2/webAcl:WebAcl");
    expect(inputs).toMatchObject({
      scope: "REGIONAL",
      rules: [
        { priority: 0, action: { block: {} }, statement: { rateBasedStatement: { limit: 300 } } },
        { priority: 1, statement: { managedRuleGroupStatement: { vendorName: "AWS" } } },
        { priority: 2, statement: { managedRuleGroupStatement: { vendorName: "AWS" } } },
        { priority: 3, statement: { managedRuleGroupStatement: { name: "AWSManagedRulesCommonRuleSet" } } },
      ],
    });
    expect(resources.ofType("aws:wafv2/webAclAssociation:WebAclAssociation")).toHaveLength(1);
  });

  test("is left out when told so", async () => {
    const resources = await recorded({ access: limited, firewall: "none" });
    expect(resources.ofType("aws:wafv2/webAcl:WebAcl")).toEqual([]);
  });
});

test.each([
  [{ internal: true } as const, "http://dashboard-balancer.example"],
  [limited, "https://dashboard-balancer.example"],
  [cognito, "https://churn.example.com"],
])("the address of %j is %s", async (access, url) => {
  let found = "";
  await recorded({
    access,
    look: (dashboard) =>
      new Promise((resolve) => {
        dashboard.url.apply((known) => {
          found = known;
          resolve();
        });
      }),
  });
  expect(found).toBe(url);
});
