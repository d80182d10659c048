import type * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Stack } from "../stack.ts";
import type { Login } from "./access.ts";
import { UserPool } from "./user-pool.ts";

/** A working day: people log in once a day, and who has left is out by the next. */
const SESSION_SECONDS = 8 * 60 * 60;

/** What a login gives the rest of the dashboard. */
export interface Authentication {
  /** Comes before every other action of the listener. */
  readonly action: aws.types.input.lb.ListenerDefaultAction;
  /** Whose tokens they must be: the dashboard takes no other's. */
  readonly clientId: pulumi.Output<string>;
}

const session = {
  onUnauthenticatedRequest: "authenticate",
  scope: "openid email",
  sessionTimeout: SESSION_SECONDS,
} as const;

/** The login of these people at this address, with a pool of the stack's own where nobody else keeps one. */
export function authentication(
  name: string,
  stack: Stack,
  domain: string,
  login: Login,
  parent: pulumi.Resource,
): Authentication {
  if ("oidc" in login) {
    const { clientId, clientSecret, ...provider } = login.oidc;
    return {
      action: {
        type: "authenticate-oidc",
        order: 1,
        authenticateOidc: {
          ...provider,
          ...session,
          clientId,
          clientSecret: pulumi.secret(clientSecret),
        },
      },
      clientId: pulumi.output(clientId),
    };
  }
  const pool = poolOf(name, stack, domain, login.cognito, parent);
  return {
    action: {
      type: "authenticate-cognito",
      order: 1,
      authenticateCognito: {
        ...session,
        userPoolArn: pool.arn,
        userPoolClientId: pool.clientId,
        userPoolDomain: pool.domain,
      },
    },
    clientId: pool.clientId,
  };
}

/** What the load balancer has to know of a pool. */
interface Pool {
  readonly arn: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  readonly domain: pulumi.Output<string>;
}

function poolOf(
  name: string,
  stack: Stack,
  domain: string,
  cognito: Extract<Login, { readonly cognito: unknown }>["cognito"],
  parent: pulumi.Resource,
): Pool {
  if ("domainPrefix" in cognito)
    return new UserPool(`${name}-users`, { stack, domain, domainPrefix: cognito.domainPrefix }, { parent });
  return {
    arn: pulumi.output(cognito.userPoolArn),
    clientId: pulumi.output(cognito.clientId),
    domain: pulumi.output(cognito.userPoolDomain),
  };
}
