import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { Component } from "../component.ts";
import type { Stack } from "../stack.ts";

/** Whose pool it is, and for which address. */
export interface UserPoolArgs {
  readonly stack: Stack;
  /** The dashboard's name: people come back to it from the login page. */
  readonly domain: string;
  /** First part of the login page's address. */
  readonly domainPrefix: string;
}

/**
 * The people who may use the dashboard. Nobody can sign up: an administrator adds each by mail address, and each sets up
 * a second factor (a code from an app) at the first login.
 */
export class UserPool extends Component {
  readonly arn: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** The login page's domain prefix. */
  readonly domain: pulumi.Output<string>;
  readonly nodes: { readonly pool: aws.cognito.UserPool; readonly client: aws.cognito.UserPoolClient };

  constructor(name: string, args: UserPoolArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "UserPool", name, opts);
    const { stack } = args;

    const pool = this.#pool(name, stack);
    const client = this.#client(name, args, pool);
    const loginPage = new aws.cognito.UserPoolDomain(
      `${name}-domain`,
      { domain: args.domainPrefix, userPoolId: pool.id },
      this.child(),
    );

    this.arn = pool.arn;
    this.clientId = client.id;
    this.domain = loginPage.domain;
    this.nodes = { pool, client };
    this.registerOutputs({ arn: this.arn });
  }

  #pool(name: string, stack: Stack): aws.cognito.UserPool {
    return new aws.cognito.UserPool(
      name,
      {
        name: `${stack.prefix}-dashboard`,
        adminCreateUserConfig: { allowAdminCreateUserOnly: true },
        mfaConfiguration: "ON",
        softwareTokenMfaConfiguration: { enabled: true },
        usernameAttributes: ["email"],
        usernameConfiguration: { caseSensitive: false },
        autoVerifiedAttributes: ["email"],
        accountRecoverySetting: { recoveryMechanisms: [{ name: "verified_email", priority: 1 }] },
        passwordPolicy: {
          minimumLength: 14,
          requireLowercase: true,
          requireNumbers: true,
          requireSymbols: true,
          requireUppercase: true,
          temporaryPasswordValidityDays: 3,
        },
        deletionProtection: stack.protect ? "ACTIVE" : "INACTIVE",
      },
      this.child({ protect: stack.protect }),
    );
  }

  /** The load balancer. Its secret is made by Cognito and read by the load balancer: it passes no program of ours. */
  #client(name: string, args: UserPoolArgs, pool: aws.cognito.UserPool): aws.cognito.UserPoolClient {
    return new aws.cognito.UserPoolClient(
      `${name}-client`,
      {
        name: `${args.stack.prefix}-dashboard`,
        userPoolId: pool.id,
        generateSecret: true,
        allowedOauthFlowsUserPoolClient: true,
        allowedOauthFlows: ["code"],
        allowedOauthScopes: ["email", "openid"],
        supportedIdentityProviders: ["COGNITO"],
        callbackUrls: [`https://${args.domain}/oauth2/idpresponse`],
        explicitAuthFlows: ["ALLOW_REFRESH_TOKEN_AUTH", "ALLOW_USER_SRP_AUTH"],
        preventUserExistenceErrors: "ENABLED",
        enableTokenRevocation: true,
        accessTokenValidity: 1,
        idTokenValidity: 1,
        refreshTokenValidity: 1,
        tokenValidityUnits: { accessToken: "hours", idToken: "hours", refreshToken: "days" },
      },
      this.child(),
    );
  }
}
