import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { dashboardDefaults, dashboardPaths } from "../../configs/dashboard-environment.ts";
import { Component } from "../component.ts";
import type { Network } from "../network.ts";
import type { Stack } from "../stack.ts";
import { Certificate } from "./certificate.ts";
import { type Entrance, portsOf } from "./entrance.ts";
import { Firewall } from "./firewall.ts";
import { type Authentication, authentication } from "./login.ts";

/** Where the load balancer's own records of requests go. */
export interface AccessLogs {
  /** A bucket of this region whose policy lets `logdelivery.elasticloadbalancing.amazonaws.com` write to it. */
  readonly bucket: string;
  readonly prefix?: string;
}

/** Who comes in, and where. */
export interface LoadBalancerArgs {
  readonly stack: Stack;
  readonly network: Pick<Network, "vpcId" | "privateSubnetIds" | "publicSubnetIds">;
  readonly entrance: Entrance;
  readonly securityGroupId: pulumi.Input<string>;
  readonly firewall: "none" | { readonly requestsPer5Minutes: number };
  readonly accessLogs?: AccessLogs;
}

/** TLS 1.3, and 1.2 for what is older, with forward secrecy only. */
const TLS_POLICY = "ELBSecurityPolicy-TLS13-1-2-2021-06";

/** The way to the dashboard: one load balancer, and what stands on its ports. */
export class LoadBalancer extends Component {
  /** Where people find the dashboard. */
  readonly url: pulumi.Output<string>;
  readonly arn: pulumi.Output<string>;
  readonly targetGroupArn: pulumi.Output<string>;
  /** Parts of the ARNs by which CloudWatch knows the two. */
  readonly suffixes: { readonly balancer: pulumi.Output<string>; readonly targets: pulumi.Output<string> };
  /** Whose logins the dashboard takes; undefined when nobody logs in. */
  readonly clientId: pulumi.Output<string> | undefined;
  readonly nodes: {
    readonly loadBalancer: aws.lb.LoadBalancer;
    readonly targetGroup: aws.lb.TargetGroup;
    readonly listeners: readonly aws.lb.Listener[];
    readonly firewall: Firewall | undefined;
  };
  readonly #name: string;
  readonly #args: LoadBalancerArgs;

  constructor(name: string, args: LoadBalancerArgs, opts?: pulumi.ComponentResourceOptions) {
    super("dashboard", "LoadBalancer", name, opts);
    this.#name = name;
    this.#args = args;
    const { entrance } = args;

    const loadBalancer = this.#loadBalancer();
    const targetGroup = this.#targetGroup();
    const login = this.#login();
    const certificateArn = this.#certificate(loadBalancer);
    const listeners = this.#listeners(loadBalancer, targetGroup, certificateArn, login);
    const firewall = this.#firewall(loadBalancer);

    const scheme = certificateArn === undefined ? "http" : "https";
    const host = domainOf(entrance) ?? loadBalancer.dnsName;
    this.url = pulumi.interpolate`${scheme}://${host}`;
    this.arn = loadBalancer.arn;
    this.targetGroupArn = targetGroup.arn;
    this.suffixes = { balancer: loadBalancer.arnSuffix, targets: targetGroup.arnSuffix };
    this.clientId = login?.clientId;
    this.nodes = { loadBalancer, targetGroup, listeners, firewall };
    this.registerOutputs({ url: this.url });
  }

  #loadBalancer(): aws.lb.LoadBalancer {
    const { stack, network, entrance, securityGroupId, accessLogs } = this.#args;
    return new aws.lb.LoadBalancer(
      this.#name,
      {
        name: `${stack.prefix}-dashboard`,
        loadBalancerType: "application",
        internal: !entrance.internetFacing,
        ipAddressType: "ipv4",
        subnets: entrance.internetFacing ? network.publicSubnetIds : network.privateSubnetIds,
        securityGroups: [securityGroupId],
        dropInvalidHeaderFields: true,
        desyncMitigationMode: "strictest",
        enableHttp2: true,
        xffHeaderProcessingMode: "append",
        idleTimeout: 60,
        enableDeletionProtection: stack.protect,
        ...(accessLogs === undefined ? {} : { accessLogs: { ...accessLogs, enabled: true } }),
      },
      this.child(),
    );
  }

  /**
   * The tasks. A task is asked whether it lives, not whether the lake can be read: otherwise a fault of the lake would
   * take all tasks out at once, and people would see an error of the load balancer instead of what is wrong.
   */
  #targetGroup(): aws.lb.TargetGroup {
    const { stack, network } = this.#args;
    return new aws.lb.TargetGroup(
      `${this.#name}-targets`,
      {
        name: `${stack.prefix}-dashboard`,
        vpcId: network.vpcId,
        targetType: "ip",
        port: dashboardDefaults.port,
        protocol: "HTTP",
        protocolVersion: "HTTP1",
        loadBalancingAlgorithmType: "least_outstanding_requests",
        // Pages take less than a second: this is long enough for the ones under way.
        deregistrationDelay: 30,
        healthCheck: {
          enabled: true,
          path: dashboardPaths.health,
          port: "traffic-port",
          protocol: "HTTP",
          matcher: "200",
          interval: 15,
          timeout: 5,
          healthyThreshold: 2,
          unhealthyThreshold: 3,
        },
        stickiness: { enabled: false, type: "lb_cookie" },
      },
      this.child(),
    );
  }

  #login(): Authentication | undefined {
    const { stack, entrance } = this.#args;
    const domain = domainOf(entrance);
    if (entrance.login === undefined || domain === undefined) return undefined;
    return authentication(this.#name, stack, domain, entrance.login, this);
  }

  /** The certificate to serve with, and the name that leads here when it is of our own zone. */
  #certificate(loadBalancer: aws.lb.LoadBalancer): pulumi.Input<string> | undefined {
    const { certificate } = this.#args.entrance;
    if (certificate === undefined) return undefined;
    if ("arn" in certificate) return certificate.arn;
    const { domain, hostedZone } = certificate;
    const { zoneId } = aws.route53.getZoneOutput({ name: hostedZone, privateZone: false }, { parent: this });
    new aws.route53.Record(
      `${this.#name}-name`,
      {
        zoneId,
        name: domain,
        type: "A",
        aliases: [{ name: loadBalancer.dnsName, zoneId: loadBalancer.zoneId, evaluateTargetHealth: true }],
      },
      this.child(),
    );
    return new Certificate(`${this.#name}-certificate`, { domain, zoneId }, { parent: this }).arn;
  }

  /** Plain HTTP serves inside the VPC, and else only leads to HTTPS. */
  #listeners(
    loadBalancer: aws.lb.LoadBalancer,
    targetGroup: aws.lb.TargetGroup,
    certificateArn: pulumi.Input<string> | undefined,
    login: Authentication | undefined,
  ): readonly aws.lb.Listener[] {
    const forward = { type: "forward", order: login === undefined ? 1 : 2, targetGroupArn: targetGroup.arn };
    return portsOf(this.#args.entrance).map((port) =>
      this.#listener(
        loadBalancer,
        port,
        port === 443
          ? {
              protocol: "HTTPS",
              sslPolicy: TLS_POLICY,
              ...(certificateArn === undefined ? {} : { certificateArn }),
              defaultActions: [...(login === undefined ? [] : [login.action]), forward],
            }
          : {
              protocol: "HTTP",
              defaultActions: [certificateArn === undefined ? forward : toHttps],
            },
      ),
    );
  }

  #listener(
    loadBalancer: aws.lb.LoadBalancer,
    port: number,
    args: Omit<aws.lb.ListenerArgs, "loadBalancerArn" | "port">,
  ): aws.lb.Listener {
    return new aws.lb.Listener(
      `${this.#name}-${port}`,
      { loadBalancerArn: loadBalancer.arn, port, ...args },
      // The actions of a login may hold its secret.
      this.child(
        this.#args.entrance.login === undefined ? {} : { additionalSecretOutputs: ["defaultActions"] },
      ),
    );
  }

  #firewall(loadBalancer: aws.lb.LoadBalancer): Firewall | undefined {
    const { stack, entrance, firewall } = this.#args;
    if (!entrance.internetFacing || firewall === "none") return undefined;
    return new Firewall(
      `${this.#name}-firewall`,
      { stack, loadBalancerArn: loadBalancer.arn, ...firewall },
      { parent: this },
    );
  }
}

const toHttps = {
  type: "redirect",
  order: 1,
  redirect: { port: "443", protocol: "HTTPS", statusCode: "HTTP_301" },
} as const;

function domainOf({ certificate }: Entrance): string | undefined {
  return certificate !== undefined && "domain" in certificate ? certificate.domain : undefined;
}
