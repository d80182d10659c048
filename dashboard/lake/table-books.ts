import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { DynamoManifest } from "../../runtime/manifest/dynamo-manifest.ts";
import { DynamoTable } from "../../runtime/manifest/dynamo-table.ts";
import type { Books } from "./books.ts";

/**
 * The books in a table of DynamoDB. Runs are found by the table's index and by their keys; nothing is ever scanned.
 * Region and credentials come from the environment, as the AWS SDK finds them.
 */
export function openTable(name: string, options: DynamoDBClientConfig): Books {
  return new DynamoManifest(new DynamoTable(name, new DynamoDBClient(options)));
}
