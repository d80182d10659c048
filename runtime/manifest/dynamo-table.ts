import { ConditionalCheckFailedException, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  type QueryCommandInput,
  UpdateCommand,
} from "@aws-sdk/lib-dynamodb";
import type { Condition } from "./dynamo-conditions.ts";
import type { Key } from "./dynamo-items.ts";

/** Attempts of one request, the first included: a throttled table is tried again with growing pauses. */
export const MAX_ATTEMPTS = 5;

/** An item as it is stored. */
export type Item = Readonly<Record<string, unknown>>;

/** What an update does, or what a query looks for, in the language of DynamoDB. */
export interface Expression {
  readonly expression: string;
  readonly names: Readonly<Record<string, string>>;
  readonly values: Readonly<Record<string, unknown>>;
}

/** One table: single items, read as they are now and written on a condition. */
export class DynamoTable implements Disposable {
  readonly #client: DynamoDBClient;
  readonly #documents: DynamoDBDocumentClient;
  readonly #name: string;

  constructor(name: string, client = new DynamoDBClient({ maxAttempts: MAX_ATTEMPTS })) {
    this.#name = name;
    this.#client = client;
    this.#documents = DynamoDBDocumentClient.from(client);
  }

  async get(key: Key): Promise<Item | undefined> {
    const command = new GetCommand({ TableName: this.#name, Key: key, ConsistentRead: true });
    return (await this.#documents.send(command)).Item;
  }

  /** Every item of one partition, as it is now. */
  async partition(pk: string): Promise<readonly Item[]> {
    const items: Item[] = [];
    let next: QueryCommandInput["ExclusiveStartKey"];
    do {
      const { Items = [], LastEvaluatedKey } = await this.#documents.send(
        new QueryCommand({
          TableName: this.#name,
          ConsistentRead: true,
          KeyConditionExpression: "#pk = :pk",
          ExpressionAttributeNames: { "#pk": "pk" },
          ExpressionAttributeValues: { ":pk": pk },
          ExclusiveStartKey: next,
        }),
      );
      items.push(...Items);
      next = LastEvaluatedKey;
    } while (next !== undefined);
    return items;
  }

  /** At most `limit` items of an index that fit an expression, the last of its order first. */
  async latest(index: string, where: Expression, limit: number): Promise<readonly Item[]> {
    const items: Item[] = [];
    let next: QueryCommandInput["ExclusiveStartKey"];
    do {
      const { Items = [], LastEvaluatedKey } = await this.#documents.send(
        new QueryCommand({
          TableName: this.#name,
          IndexName: index,
          KeyConditionExpression: where.expression,
          ...placeholders(where.names, where.values),
          ScanIndexForward: false,
          Limit: limit - items.length,
          ExclusiveStartKey: next,
        }),
      );
      items.push(...Items);
      next = LastEvaluatedKey;
    } while (next !== undefined && items.length < limit);
    return items;
  }

  /** How many items of an index fit an expression: they are counted page by page, and none is sent. */
  async count(index: string, where: Expression): Promise<number> {
    let count = 0;
    let next: QueryCommandInput["ExclusiveStartKey"];
    do {
      const { Count = 0, LastEvaluatedKey } = await this.#documents.send(
        new QueryCommand({
          TableName: this.#name,
          IndexName: index,
          Select: "COUNT",
          KeyConditionExpression: where.expression,
          ...placeholders(where.names, where.values),
          ExclusiveStartKey: next,
        }),
      );
      count += Count;
      next = LastEvaluatedKey;
    } while (next !== undefined);
    return count;
  }

  /** Stores a whole item. @returns whether the condition held */
  put(item: Item, { expression, names, values }: Condition): Promise<boolean> {
    return held(
      this.#documents.send(
        new PutCommand({
          TableName: this.#name,
          Item: { ...item },
          ConditionExpression: expression,
          ...placeholders(names, values),
        }),
      ),
    );
  }

  /** Changes an item, or makes it. @returns whether the condition held */
  update(key: Key, change: Expression, condition: Condition): Promise<boolean> {
    return held(
      this.#documents.send(
        new UpdateCommand({
          TableName: this.#name,
          Key: key,
          UpdateExpression: change.expression,
          ConditionExpression: condition.expression,
          ...placeholders({ ...change.names, ...condition.names }, { ...change.values, ...condition.values }),
        }),
      ),
    );
  }

  [Symbol.dispose](): void {
    this.#client.destroy();
  }
}

/** DynamoDB refuses empty lists of names and values. */
function placeholders(names: Readonly<Record<string, string>>, values: Readonly<Record<string, unknown>>) {
  return {
    ...(Object.keys(names).length === 0 ? {} : { ExpressionAttributeNames: names }),
    ...(Object.keys(values).length === 0 ? {} : { ExpressionAttributeValues: values }),
  };
}

async function held(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (thrown) {
    if (thrown instanceof ConditionalCheckFailedException) return false;
    throw thrown;
  }
}
