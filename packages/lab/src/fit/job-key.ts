import { createHash, type Hash } from "node:crypto";
import type { FitJob } from "./fit-job.ts";

/** A digest of all that a fit is made of: two jobs of one key give the same answer. */
export function jobKey(job: Omit<FitJob, "checkpoint">): string {
	const hash = createHash("sha256");
	add(hash, job);
	return hash.digest("hex").slice(0, 32);
}

/** Plain values as JSON, numbers of typed arrays by their bytes, every part under its name and length. */
function add(hash: Hash, value: unknown): void {
	if (ArrayBuffer.isView(value)) {
		hash.update(`${value.constructor.name} ${value.byteLength}:`);
		hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
	} else if (Array.isArray(value)) {
		hash.update(`[${value.length}:`);
		for (const item of value) add(hash, item);
	} else if (typeof value === "object" && value !== null) {
		const entries = Object.entries(value).filter(([, item]) => item !== undefined);
		hash.update(`{${entries.length}:`);
		for (const [name, item] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
			hash.update(`${JSON.stringify(name)}:`);
			add(hash, item);
		}
	} else {
		hash.update(`${JSON.stringify(value)},`);
	}
}
