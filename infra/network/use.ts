/** A VPC of the stack's own. */
export interface NewVpc {
  /**
   * Its addresses: a private block from /16 to /22. Changing it replaces the VPC and all that is inside.
   * @default "10.0.0.0/16"
   */
  readonly cidr?: string;
  /**
   * In how many availability zones its subnets lie. The layout has room for more: raising it moves nothing.
   * @default 3 in prod, else 2
   */
  readonly zones?: 2 | 3;
  /**
   * Whether the private subnets reach the internet, through one NAT gateway or one per zone. A gateway costs about
   * 35 USD a month and more per gigabyte. Only a dashboard with login needs it: its tasks fetch the public keys that
   * the load balancer signs with, which no endpoint serves.
   * @default "none"
   */
  readonly nat?: "none" | "single" | "perZone";
  /**
   * Subnets that the internet reaches, for a load balancer that people use without a private connection.
   * @default true with a NAT gateway, which stands in one, else false
   */
  readonly publicSubnets?: boolean;
  /**
   * In how many zones each interface endpoint (image registry twice, logs) stands. Each costs about 8 USD a month and
   * zone, so three of them in three zones are 72 USD, in one zone 24 USD: a zone's failure then keeps new tasks from
   * starting until it is over. `none` leaves them out, where a NAT gateway carries the same traffic. The gateway
   * endpoints of S3 and DynamoDB cost nothing and always stand.
   * @default "perZone" in prod, else "single"
   */
  readonly endpoints?: "none" | "single" | "perZone";
}

/**
 * A VPC that somebody else keeps. Nothing is made in it but security groups: its private subnets must reach S3 and
 * DynamoDB through gateway endpoints, and the image registry and the logs through interface endpoints or a NAT gateway.
 */
export interface ExistingVpc {
  readonly vpcId: string;
  /** Its addresses: an internal dashboard serves them. */
  readonly vpcCidr: string;
  /** At least two, in different zones. */
  readonly privateSubnetIds: readonly string[];
  /** For a load balancer that people use from the internet: none, or at least two in different zones. */
  readonly publicSubnetIds: readonly string[];
  /**
   * Do the private subnets reach the internet through a NAT gateway?
   * @default false: interface endpoints with private names serve them
   */
  readonly nat?: boolean;
}

/** Which VPC the stack lives in. */
export type VpcUse = { readonly create: NewVpc } | { readonly existing: ExistingVpc };
