/**
 * Runs benchmarks: `npm run bench -- NAME…`, each a module bench/NAME.ts; without a name it lists them. A module
 * measures when it is imported, prints a table and may store its figures in bench/NAME.json.
 */
import { readdirSync } from "node:fs";
import { join } from "node:path";

const own = ["main.ts", "measure.ts"];
const names = readdirSync(import.meta.dirname)
	.filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !own.includes(file))
	.map((file) => file.replace(".ts", ""));
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !names.includes(name));
if (wanted.length === 0 || unknown.length > 0) {
	if (unknown.length > 0) console.error(`bench: there is no benchmark ${unknown.join(", ")}.`);
	console.log(`Usage: npm run bench -- NAME…, where NAME is one of ${names.join(", ")}.`);
	process.exitCode = unknown.length > 0 ? 2 : 0;
} else {
	for (const name of wanted) await import(join(import.meta.dirname, `${name}.ts`));
}
