import { dashboardDefaults, dashboardEnvironment } from "../configs/dashboard-environment.ts";

const defaults = dashboardDefaults;

/** What each variable does, and what holds without it, in the order in which people meet them. */
const meanings: readonly (readonly [keyof typeof dashboardEnvironment, string])[] = [
  ["lake", `the lake: a folder, or s3://bucket (default: ${defaults.lake})`],
  ["manifestTable", "DynamoDB table with the books of a lake in a bucket (default: none)"],
  ["region", "region of the bucket and the table; the AWS SDK reads it, and credentials, itself"],
  ["host", `address to listen on (default: ${defaults.host}, which only this machine reaches)`],
  ["port", `port to listen on, 0 for any free one (default: ${defaults.port})`],
  ["loginSigner", "ARN of the load balancer that people log in at (default: nobody logs in)"],
  ["loginClient", "client of the identity provider that the login is for; goes with the ARN"],
  ["loginKeys", "where that load balancer's public keys lie (default: AWS's address for its region)"],
  [
    "allowedAddresses",
    "addresses and blocks that are answered, commas between them (default: all with a login, else this machine)",
  ],
  [
    "requestsPerMinute",
    `requests a user or an address may make in a minute (default: ${defaults.requestsPerMinute})`,
  ],
  [
    "exportsPerMinute",
    `exports a user or an address may make in a minute (default: ${defaults.exportsPerMinute})`,
  ],
];

/** What `--help` prints. */
export function helpText(): string {
  const width = Math.max(...meanings.map(([setting]) => dashboardEnvironment[setting].length));
  const lines = meanings.map(
    ([setting, meaning]) => `  ${dashboardEnvironment[setting].padEnd(width)}  ${meaning}`,
  );
  return `Serves the dashboard until it is told to stop (Ctrl-C, or SIGTERM). It takes no arguments; these variables of
the environment tell it what to do:

${lines.join("\n")}

For example, a lake in a folder, for oneself and for colleagues in one network:

  LAKE=lake PORT=8501 node dashboard/main.ts
  LAKE=lake HOST=0.0.0.0 ALLOWED_ADDRESSES=127.0.0.1,192.168.1.0/24 node dashboard/main.ts

Its log is one JSON object a line on standard output. It ends with 0 when it was told to stop, and with 2 when a
setting is wrong. docs/operations.md says more under "Who may open the dashboard".
`;
}
