import type { LoginAccess } from "../../infra/dashboard/access.ts";
import { Dashboard, type DashboardArgs } from "../../infra/dashboard.ts";
import { DataLake } from "../../infra/data-lake.ts";
import { Images } from "../../infra/images.ts";
import { Manifest } from "../../infra/manifest.ts";
import { Network } from "../../infra/network.ts";
import type { Stack } from "../../infra/stack.ts";
import { type Recorded, record } from "../support/pulumi-mocks.ts";
import { dev } from "../support/stacks.ts";

/** A dashboard with all that it stands on, recorded without a cloud. */

export const certificateArn =
  "arn:aws:acm:eu-south-2:000000000000:certificate/00000000-0000-0000-0000-000000000000";

export const cognito: LoginAccess = {
  domain: "churn.example.com",
  hostedZone: "example.com",
  login: { cognito: { domainPrefix: "example-churn" } },
};

export const CLIENT_SECRET = "made-up-client-secret";

export const oidc: LoginAccess = {
  ...cognito,
  login: {
    oidc: {
      issuer: "https://login.example.com",
      authorizationEndpoint: "https://login.example.com/authorize",
      tokenEndpoint: "https://login.example.com/token",
      userInfoEndpoint: "https://login.example.com/userinfo",
      clientId: "dashboard",
      clientSecret: CLIENT_SECRET,
    },
  },
};

const digest = (name: string) =>
  `000000000000.dkr.ecr.eu-south-2.amazonaws.com/spanishgas-dev-${name}@sha256:${"0".repeat(64)}`;

export interface Settings extends Partial<Omit<DashboardArgs, "stack">> {
  readonly stack?: Partial<Stack>;
  readonly preview?: boolean;
  /** Looks at the component before the program ends. */
  readonly look?: (dashboard: Dashboard) => Promise<void>;
}

const runs = new Map<string, Promise<Recorded>>();

/** What these settings register. A program that nobody looks into runs once: its record does not change. */
export function recorded(settings: Settings = {}): Promise<Recorded> {
  if (settings.look !== undefined) return run(settings);
  const key = JSON.stringify(settings);
  const known = runs.get(key) ?? run(settings);
  runs.set(key, known);
  return known;
}

async function run(settings: Settings): Promise<Recorded> {
  const { preview = false, look, ...args } = settings;
  const own = { ...dev, ...settings.stack };
  return record(
    async () => {
      const dashboard = new Dashboard("dashboard", {
        lake: new DataLake("lake", { stack: own }),
        manifest: new Manifest("manifest", { stack: own }),
        images: new Images("images", {
          stack: own,
          runtime: { digest: digest("runtime") },
          dashboard: { digest: digest("dashboard") },
          version: "1.4.0",
        }),
        network: new Network("network", { stack: own, use: { create: { nat: "single" } } }),
        access: { internal: true },
        ...args,
        stack: own,
      });
      await look?.(dashboard);
    },
    {
      preview,
      calls: { "aws:route53/getZone:getZone": { zoneId: "Z0000000000000" } },
      outputs: ({ type, name }) =>
        outputs[type] ?? { arnSuffix: `suffix-of-${name}`, dnsName: `${name}.example` },
    },
  );
}

/** What the made-up cloud says of resources whose outputs others take apart. */
const outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  "awsx:ec2:Vpc": {
    vpcId: "vpc-1",
    privateSubnetIds: ["private-1", "private-2"],
    publicSubnetIds: ["public-1", "public-2"],
    routeTables: [{ id: "routes-1" }],
  },
  "aws:acm/certificate:Certificate": {
    arn: "arn-of-the-certificate",
    domainValidationOptions: [
      {
        domainName: "churn.example.com",
        resourceRecordName: "_proof.churn.example.com",
        resourceRecordType: "CNAME",
        resourceRecordValue: "_proof.acm-validations.aws",
      },
    ],
  },
};
