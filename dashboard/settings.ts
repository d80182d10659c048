import { BUCKET_SCHEME, dashboardDefaults, dashboardEnvironment } from "../configs/dashboard-environment.ts";
import { InputError } from "../runtime/errors.ts";

/** A folder of this machine, or a bucket. */
export type LakeAddress =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "bucket"; readonly bucket: string };

/** How the dashboard was told to run. */
export interface Settings {
  readonly lake: LakeAddress;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
}

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const MAXIMUM_PORT = 65_535;

/**
 * Reads the dashboard's settings from the environment; an empty variable counts as left out.
 * @throws InputError that names every wrong variable
 */
export function settingsFrom(environment: Readonly<Record<string, string | undefined>>): Settings {
  const names = dashboardEnvironment;
  const settingOf = (name: string) => environment[name]?.trim() || undefined;
  const faults: string[] = [];
  const lake = lakeAddress(settingOf(names.lake) ?? dashboardDefaults.lake);
  if (lake === undefined)
    faults.push(`${names.lake} must be a folder or s3://bucket, without anything after the bucket's name`);
  const port = Number(settingOf(names.port) ?? dashboardDefaults.port);
  if (!Number.isInteger(port) || port < 0 || port > MAXIMUM_PORT)
    faults.push(`${names.port} must be a whole number from 0 to ${MAXIMUM_PORT}`);
  if (lake === undefined || faults.length > 0)
    throw new InputError(`The dashboard cannot start: ${faults.join("; ")}. Correct the environment.`);
  return { lake, host: settingOf(names.host) ?? dashboardDefaults.host, port };
}

function lakeAddress(text: string): LakeAddress | undefined {
  if (!text.startsWith(BUCKET_SCHEME))
    return text.includes("://") ? undefined : { kind: "folder", folder: text };
  const bucket = text.slice(BUCKET_SCHEME.length).replace(/\/$/, "");
  return BUCKET_NAME.test(bucket) ? { kind: "bucket", bucket } : undefined;
}
