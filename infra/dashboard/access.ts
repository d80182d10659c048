import type * as pulumi from "@pulumi/pulumi";

/** Reached from inside the VPC only (or over a VPN or a peering that leads into it). */
export interface InternalAccess {
  readonly internal: true;
  /**
   * ARN of a certificate of this region: with it the dashboard speaks HTTPS, under the certificate's name.
   * @default plain HTTP inside the VPC
   */
  readonly certificateArn?: string;
}

/** Reached from the internet, by these addresses alone and on HTTPS. */
export interface LimitedAccess {
  /** Blocks of IPv4 addresses, for example an office's `203.0.113.0/24`. Nobody may open it to everybody. */
  readonly cidrs: readonly string[];
  /** ARN of a certificate of this region. Its name must lead to the load balancer. */
  readonly certificateArn: string;
}

/** Reached from the internet under a name of one's own, on HTTPS, by people who have logged in. */
export interface LoginAccess {
  /** The dashboard's name, for example `churn.example.com`. Changing it replaces the certificate. */
  readonly domain: string;
  /** Name of the public zone in Route 53 that holds it, for example `example.com`. */
  readonly hostedZone: string;
  readonly login: Login;
  /**
   * Blocks of IPv4 addresses that may come as far as the login.
   * @default everybody, since the login guards
   */
  readonly cidrs?: readonly string[];
}

/** Who may reach the dashboard. There is no way to have it open to everybody without a login. */
export type Access = InternalAccess | LimitedAccess | LoginAccess;

/** Who tells the load balancer who somebody is. */
export type Login = { readonly cognito: CognitoLogin } | { readonly oidc: OidcLogin };

/** People that an administrator adds to a pool of the stack's own, each with a second factor; or a pool that exists. */
export type CognitoLogin = OwnUserPool | ExistingUserPool;

/** A pool of the stack's own. */
export interface OwnUserPool {
  /** First part of the login page's address, unique in the region. Changing it replaces the page. */
  readonly domainPrefix: string;
}

/** A pool that somebody else keeps. */
export interface ExistingUserPool {
  readonly userPoolArn: string;
  /** A client of the pool with a secret; it must allow `https://<domain>/oauth2/idpresponse` as callback. */
  readonly clientId: string;
  /** The pool's domain prefix, or the full domain when it has one of its own. */
  readonly userPoolDomain: string;
}

/** An identity provider that speaks OpenID Connect. It must allow `https://<domain>/oauth2/idpresponse` as callback. */
export interface OidcLogin {
  readonly issuer: string;
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
  readonly userInfoEndpoint: string;
  readonly clientId: string;
  /** From an encrypted setting. It stays a secret in the stack's state. */
  readonly clientSecret: pulumi.Input<string>;
}
