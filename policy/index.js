/**
 * Where Pulumi starts the pack. Its runner compiles what it loads itself with a TypeScript of its own, which refuses
 * imports that end in `.ts`, and it does not heed `typescript: false`; what an ES module in JavaScript imports it leaves
 * to Node, which strips the types.
 */
import "./index.ts";
