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
  /** DynamoDB table with the pipeline's books; left out where the lake is a folder, which keeps its own. */
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
} as const;

/** Where the dashboard listens when nobody says otherwise. */
export const dashboardDefaults = { lake: "lake", host: "127.0.0.1", port: 8501 } as const;

/** What load balancers and container schedulers ask. */
export const dashboardPaths = {
  /** Does the process live? Answers 200 without touching the lake: a fault of the source must not restart a task. */
  health: "/healthz",
  /** Could the pointer and the tables be read? 200, or 503 while they could not. */
  ready: "/readyz",
} as const;

/** Where the dashboard finds things in a lake; its role may read nothing else. The names are those of `places`. */
export const dashboardReads = ["pointers/", "scored/", "models/", "monitoring/"] as const;

/** Prefix of the lake's address when it is a bucket. */
export const BUCKET_SCHEME = "s3://";
