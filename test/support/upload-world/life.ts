import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { SFNClient } from "@aws-sdk/client-sfn";
import type { Condition } from "../../../runtime/manifest/dynamo-conditions.ts";
import type { Key } from "../../../runtime/manifest/dynamo-items.ts";
import { DynamoTable, type Expression, type Item } from "../../../runtime/manifest/dynamo-table.ts";
import type { RunRecord } from "../../../runtime/manifest/manifest.ts";
import { ExecutionStarter, type Start } from "../../../runtime/trigger/start-execution.ts";

/** How long an invocation lives: this many writes and starts, and whether the last of them is still done. */
export interface Death {
  readonly effects: number;
  readonly after: boolean;
}

/** An invocation that may be stopped before or after anything that it does to the world. */
export class Life {
  #left: number;
  readonly #after: boolean;
  #dead = false;

  constructor(death: Death | undefined) {
    this.#left = death?.effects ?? Number.POSITIVE_INFINITY;
    this.#after = death?.after ?? false;
  }

  get dead(): boolean {
    return this.#dead;
  }

  async do<T>(effect: () => Promise<T>): Promise<T> {
    if (this.#dead) throw new Error("killed");
    if (this.#left === 0) {
      this.#dead = true;
      if (this.#after) await effect();
      throw new Error("killed");
    }
    this.#left -= 1;
    return effect();
  }
}

/** The manifest's table, as a mortal writes to it. */
export class MortalTable extends DynamoTable {
  readonly #life: Life;

  constructor(name: string, client: DynamoDBClient, life: Life) {
    super(name, client);
    this.#life = life;
  }

  override async put(item: Item, condition: Condition): Promise<boolean> {
    return this.#life.do(() => super.put(item, condition));
  }

  override async update(key: Key, change: Expression, condition: Condition): Promise<boolean> {
    return this.#life.do(() => super.update(key, change, condition));
  }
}

/** Starts executions as long as it lives. */
export class MortalStarter extends ExecutionStarter {
  readonly #life: Life;

  constructor(stateMachineArn: string, client: SFNClient, life: Life) {
    super(stateMachineArn, client);
    this.#life = life;
  }

  override async start(run: RunRecord): Promise<Start> {
    return this.#life.do(() => super.start(run));
  }
}
