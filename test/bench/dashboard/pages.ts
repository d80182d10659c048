import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { places } from "../../../configs/pipeline.ts";
import { riskTiers } from "../../../configs/risk.ts";
import { segments } from "../../../configs/segments.ts";
import { FolderSource } from "../../../dashboard/lake/folder-source.ts";
import { type RandomStream, randomStream } from "../../../runtime/demo/random.ts";
import { InputError } from "../../../runtime/errors.ts";
import { currentRun } from "../../../runtime/pipeline/current-run.ts";
import { Engine, literal } from "../../../runtime/table/engine.ts";

/** What addresses of a lake's pages are made of. */
export interface LakeFacts {
  readonly run: string;
  readonly customers: number;
  /** Ids of some customers, drawn at random. */
  readonly ids: readonly string[];
  readonly channels: readonly string[];
  readonly features: readonly string[];
  readonly tables: readonly string[];
}

/** A kind of page, and addresses of it. */
export interface PageKind {
  readonly name: string;
  /** An address at random: filters, ids and pages as people may choose them. */
  readonly path: (random: RandomStream) => string;
}

const SAMPLE = 2000;
const limits = { threads: 2, memoryLimitMb: 500, scratch: tmpdir() } as const;
const textsSchema = z.array(z.object({ value: z.string() }));

/** Reads from a lake what its pages are about. @throws InputError when it holds no finished run */
export async function factsOf(lake: string): Promise<LakeFacts> {
  const run = (await currentRun(new FolderSource(lake)))?.run;
  if (run === undefined) throw new InputError(`${lake} holds no finished run.`);
  const folder = (place: "scored" | "gold" | "monitoring") => join(lake, places[place].replace("<run>", run));
  using engine = await Engine.open(limits);
  const texts = async (sql: string) => textsSchema.parse(await engine.rows(sql)).map(({ value }) => value);
  const scored = `read_parquet(${literal(join(folder("scored"), "scored_customers.parquet"))})`;
  const drift = literal(join(folder("monitoring"), "drift_features.parquet"));
  return {
    run,
    customers: await engine.number(`SELECT count(*)::DOUBLE FROM ${scored}`),
    ids: await texts(
      `SELECT customer_id AS value FROM ${scored} ORDER BY hash(customer_id), customer_id LIMIT ${SAMPLE}`,
    ),
    channels: await texts(
      `SELECT DISTINCT sales_channel AS value FROM ${scored} WHERE sales_channel IS NOT NULL ORDER BY value`,
    ),
    features: await texts(
      `SELECT feature AS value FROM read_parquet(${drift}) WHERE role = 'input' ORDER BY value`,
    ),
    tables: [folder("gold"), folder("scored")]
      .flatMap((path) => readdirSync(path))
      .filter((name) => name.endsWith(".parquet"))
      .map((name) => name.slice(0, -".parquet".length)),
  };
}

const SORTS = ["probability", "loss", "margin", "customer", "segment", "channel"] as const;
const SIZES = [10, 50, 100] as const;
const FIRST_PAGES = 5;

function query(path: string, parameters: Readonly<Record<string, string | number | undefined>>): string {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== undefined) given.append(name, String(value));
  return given.size === 0 ? path : `${path}?${given}`;
}

/** One of the values. */
function pick<T>(random: RandomStream, values: readonly T[]): T {
  const value = values[random.integer(0, values.length - 1)];
  if (value === undefined) throw new Error("There is nothing to pick from.");
  return value;
}

/** One of the values now and then, else nothing. */
function sometimes<T>(random: RandomStream, values: readonly T[], chance = 0.5): T | undefined {
  return values.length > 0 && random.chance(chance) ? pick(random, values) : undefined;
}

/** A list of customers: mostly narrowed down and near its beginning, now and then deep in all of them. */
function customerList(random: RandomStream, { customers, channels }: LakeFacts): string {
  const order = { sort: sometimes(random, SORTS), order: sometimes(random, ["asc", "desc"]) };
  const size = pick(random, SIZES);
  if (random.chance(0.3))
    return query("/customers", {
      ...order,
      size,
      page: random.integer(1, random.chance(0.5) ? FIRST_PAGES : Math.floor(customers / size)),
    });
  const min = random.integer(0, 60);
  return query("/customers", {
    tier: sometimes(
      random,
      riskTiers.map(({ id }) => id),
    ),
    segment: sometimes(random, segments),
    channel: sometimes(random, channels, 0.3),
    ...(random.chance(0.3) ? { min, max: min + 40 } : {}),
    ...order,
    size,
  });
}

/** The dashboard's pages, in the order of its navigation. */
export function pageKinds(facts: LakeFacts): readonly PageKind[] {
  const { ids, features, tables, run } = facts;
  const found: readonly (PageKind | false)[] = [
    { name: "/", path: () => "/" },
    { name: "/data", path: () => "/data" },
    { name: "/data/<table>", path: (random) => `/data/${pick(random, tables)}` },
    { name: "/model", path: () => "/model" },
    { name: "/customers", path: (random) => customerList(random, facts) },
    { name: "/customers/<id>", path: (random) => `/customers/${encodeURIComponent(pick(random, ids))}` },
    { name: "/lookup", path: (random) => query("/lookup", { q: pick(random, ids) }) },
    {
      name: "/recommendations",
      path: (random) =>
        query("/recommendations", {
          budget: random.chance(0.8) ? random.integer(1, 50) * 1000 : undefined,
          save_rate: random.chance(0.8) ? random.integer(5, 60) : undefined,
          segment: sometimes(random, segments),
        }),
    },
    { name: "/drift", path: () => "/drift" },
    features.length > 0 && {
      name: "/drift/<feature>",
      path: (random) => `/drift/${pick(random, features)}`,
    },
    { name: "/pipeline", path: () => "/pipeline" },
    { name: "/pipeline/<run>", path: () => `/pipeline/${run}` },
  ];
  return found.filter((kind) => kind !== false);
}

/** Addresses of a kind, always the same ones. */
export function pathsOf({ name, path }: PageKind, count: number): readonly string[] {
  const random = randomStream(1, name);
  return Array.from({ length: count }, () => path(random));
}
