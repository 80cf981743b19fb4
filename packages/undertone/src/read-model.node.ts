import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { UndertoneError } from "@undertone/core";

/**
 * The bytes of a model that comes with this package; its card (corpora, licence, figures) lies beside it as `.md`.
 *
 * @param name - `speech`.
 * @throws {UndertoneError} `file-not-found` if there is none of that name.
 */
export async function readModel(name = "speech"): Promise<Uint8Array> {
	try {
		const path = createRequire(import.meta.url).resolve(`undertone/models/${name}.onnx`);
		return new Uint8Array(await readFile(path));
	} catch (cause) {
		const message = `readModel: this package holds no model "${name}". Train one with the undertone command, or name another.`;
		throw new UndertoneError("file-not-found", message, { cause });
	}
}
