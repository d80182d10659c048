import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { CreateTableCommand, type CreateTableCommandInput, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import dynalite from "dynalite";
import { onTestFinished } from "vitest";
import { RUNS_BY_STATE } from "../../runtime/manifest/dynamo-items.ts";
import { DynamoTable, MAX_ATTEMPTS } from "../../runtime/manifest/dynamo-table.ts";

/** DynamoDB on loopback, one server for the tests of a file. It knows neither transactions nor time to live. */
let endpoint: Promise<string> | undefined;

async function start(): Promise<string> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("dynalite has no address.");
  return `http://127.0.0.1:${address.port}`;
}

/** The address of the loopback server, started when it is first asked for. */
export function dynamoEndpoint(): Promise<string> {
  endpoint ??= start();
  return endpoint;
}

/** A client of the loopback server. */
export async function dynamoClient(): Promise<DynamoDBClient> {
  return dynamoClientAt(await dynamoEndpoint());
}

/** A client of what lies at an address: the loopback server, or a proxy in front of it. */
export function dynamoClientAt(endpoint: string): DynamoDBClient {
  return new DynamoDBClient({
    endpoint,
    maxAttempts: MAX_ATTEMPTS,
    region: "eu-west-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
}

/** Asks for a table with the keys and the index that the stack gives the manifest. */
export function manifestTableInput(name: string): CreateTableCommandInput {
  return {
    TableName: name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: ["pk", "sk", "state", "started_at"].map((AttributeName) => ({
      AttributeName,
      AttributeType: "S",
    })),
    KeySchema: [
      { AttributeName: "pk", KeyType: "HASH" },
      { AttributeName: "sk", KeyType: "RANGE" },
    ],
    GlobalSecondaryIndexes: [
      {
        IndexName: RUNS_BY_STATE,
        KeySchema: [
          { AttributeName: "state", KeyType: "HASH" },
          { AttributeName: "started_at", KeyType: "RANGE" },
        ],
        Projection: { ProjectionType: "ALL" },
      },
    ],
  };
}

/** Makes a table for a manifest. @returns its name */
export async function createManifestTable(): Promise<string> {
  const client = await dynamoClient();
  const name = `manifest-${randomUUID()}`;
  await client.send(new CreateTableCommand(manifestTableInput(name)));
  client.destroy();
  return name;
}

/** A new manifest's table, for one test. */
export async function manifestTable(): Promise<DynamoTable> {
  const name = await createManifestTable();
  const table = new DynamoTable(name, await dynamoClient());
  onTestFinished(() => table[Symbol.dispose]());
  return table;
}
