/** An error as a service of AWS names it to Step Functions: its name is the error, its message the cause. */
export class ServiceError extends Error {
  override readonly name: string;

  constructor(name: string, cause: string) {
    super(cause);
    this.name = name;
  }
}
