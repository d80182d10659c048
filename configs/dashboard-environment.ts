/**
 * How the dashboard is told where to read and where to listen. The program that starts it (a person's shell, a
 * container's definition) sets these variables; the dashboard reads them. Both take the names from here.
 */
export const dashboardEnvironment = {
  /** The lake: a folder (`lake`) or a bucket (`s3://bucket`). Left out: the folder `lake` of the working directory. */
  lake: "LAKE",
  /** Address that the server listens on. Left out: `127.0.0.1`, so that nobody else can reach it by accident. */
  host: "HOST",
  /** Port that the server listens on. Left out: 8501. */
  port: "PORT",
  /**
   * DynamoDB table with the pipeline's books. Goes with a bucket; left out where the lake is a folder, which keeps its
   * own.
   */
  manifestTable: "MANIFEST_TABLE",
  /** Region of the bucket and the table, under the name that the AWS SDK reads itself. */
  region: "AWS_REGION",
  /**
   * ARN of the load balancer that people log in at. With it, a request counts only with `x-amzn-oidc-data` signed by
   * this load balancer (`signer` in the token's header), by its public key of the region. Left out: nobody logs in.
   */
  loginSigner: "LOGIN_SIGNER_ARN",
  /** Client of the identity provider that the login is for (`client` in the token's header). Goes with the signer. */
  loginClient: "LOGIN_CLIENT_ID",
  /**
   * Where the public keys of that load balancer lie, each below its id. Left out: at AWS's address for the region. To be
   * set where the dashboard does not reach that address and the keys are mirrored.
   */
  loginKeys: "LOGIN_KEYS_URL",
  /**
   * Addresses that are answered, and no others: IPv4 or IPv6, alone or as blocks (`10.0.0.0/16`), with commas between
   * them. It is about the other end of the connection, so behind a load balancer about the load balancer. Left out:
   * with a login every address, without one this machine alone.
   */
  allowedAddresses: "ALLOWED_ADDRESSES",
  /** How many requests a user (an address, where nobody logs in) may make within a minute. Left out: 600. */
  requestsPerMinute: "REQUESTS_PER_MINUTE",
  /** How many exports a user (an address) may ask for within a minute. Left out: 20. */
  exportsPerMinute: "EXPORTS_PER_MINUTE",
} as const;

/** Where the dashboard listens, and what it lets one user ask within a minute, when nobody says otherwise. */
export const dashboardDefaults = {
  lake: "lake",
  host: "127.0.0.1",
  port: 8501,
  requestsPerMinute: 600,
  exportsPerMinute: 20,
} as const;

/** What load balancers and container schedulers ask. */
export const dashboardPaths = {
  /** Does the process live? Answers 200 without touching the lake: a fault of the source must not restart a task. */
  health: "/healthz",
  /** Could the pointer and the tables be read? 200, or 503 while they could not. */
  ready: "/readyz",
} as const;

/**
 * Where the dashboard finds things in a lake; its role may read nothing else. The names are those of `places`. Of the
 * layers that hold customers' words it reads the reports on their quality, and no table.
 */
export const dashboardReads = [
  "pointers/",
  "scored/",
  "models/",
  "monitoring/",
  "gold/",
  "quarantine/",
  "bronze/*.quality.json",
  "silver/*.quality.json",
] as const;

/** Prefix of the lake's address when it is a bucket. */
export const BUCKET_SCHEME = "s3://";
