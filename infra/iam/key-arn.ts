import type { Fault } from "../component.ts";
import type { Stack } from "../stack.ts";

const KEY_ARN = /^arn:aws:kms:([a-z0-9-]+):\d{12}:key\/[0-9a-z-]+$/;

/** What is wrong with the ARN of a key that encrypts something of the stack. */
export function keyFaults(path: string, keyArn: string, { region }: Stack): readonly Fault[] {
  const found = KEY_ARN.exec(keyArn);
  if (found === null)
    return [
      {
        path,
        message: `"${keyArn}" is no key's ARN such as arn:aws:kms:${region}:000000000000:key/<id>; an alias will not do`,
      },
    ];
  if (found[1] !== region)
    return [{ path, message: `the key lies in ${found[1]}; what it encrypts lies in ${region}` }];
  return [];
}
