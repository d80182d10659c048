/** Imports a bundle once and prints the time that this took, in ms. Argument: FILE */
import { pathToFileURL } from "node:url";

const [file = ""] = process.argv.slice(2);
const before = performance.now();
await import(pathToFileURL(file).href);
process.stdout.write(String(performance.now() - before));
