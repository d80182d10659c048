import { BUCKET_SCHEME, dashboardDefaults, dashboardEnvironment } from "../configs/dashboard-environment.ts";
import { InputError } from "../runtime/errors.ts";
import type { AccessSettings } from "./access/access-control.ts";
import { accessFrom } from "./access/settings.ts";

/** A folder of this machine, or a bucket. */
export type LakeAddress =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "bucket"; readonly bucket: string };

/** How the dashboard was told to run. */
export interface Settings {
  readonly lake: LakeAddress;
  /** Table with the pipeline's books; undefined: the lake's folder holds them, or there are none. */
  readonly manifestTable: string | undefined;
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  readonly access: AccessSettings;
}

const BUCKET_NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const TABLE_NAME = /^[A-Za-z0-9_.-]{3,255}$/;
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
  const manifestTable = settingOf(names.manifestTable);
  if (manifestTable !== undefined && !TABLE_NAME.test(manifestTable))
    faults.push(`${names.manifestTable} must be 3 to 255 letters, digits, dots, hyphens and underscores`);
  if (manifestTable !== undefined && lake?.kind === "folder")
    faults.push(`${names.manifestTable} goes with a bucket: a folder holds its own books`);
  const host = settingOf(names.host) ?? dashboardDefaults.host;
  const port = Number(settingOf(names.port) ?? dashboardDefaults.port);
  if (!Number.isInteger(port) || port < 0 || port > MAXIMUM_PORT)
    faults.push(`${names.port} must be a whole number from 0 to ${MAXIMUM_PORT}`);
  const access = accessFrom(settingOf, host);
  faults.push(...access.faults);
  if (lake === undefined || faults.length > 0)
    throw new InputError(`The dashboard cannot start: ${faults.join("; ")}. Correct the environment.`);
  return { lake, manifestTable, host, port, access: access.value };
}

function lakeAddress(text: string): LakeAddress | undefined {
  if (!text.startsWith(BUCKET_SCHEME))
    return text.includes("://") ? undefined : { kind: "folder", folder: text };
  const bucket = text.slice(BUCKET_SCHEME.length).replace(/\/$/, "");
  return BUCKET_NAME.test(bucket) ? { kind: "bucket", bucket } : undefined;
}
