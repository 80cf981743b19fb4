import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { UndertoneError } from "@undertone/core";

/** The model that ships with the repository. */
const shipped = join(import.meta.dirname, "../../../models/speech.onnx");

/**
 * The bytes of the model a verb shall use: `--model`, else the variable `UNDERTONE_MODEL`, else
 * `models/speech.onnx` of the repository.
 *
 * @throws {UndertoneError} `file-not-found` if there is none.
 */
export async function readModelFile(
	given: string | undefined,
	environment: Readonly<Record<string, string | undefined>>,
): Promise<Uint8Array> {
	const named = given ?? (environment.UNDERTONE_MODEL || undefined);
	try {
		return await readFile(named ?? shipped);
	} catch (cause) {
		throw new UndertoneError(
			"file-not-found",
			named === undefined
				? "There is no shipped model (models/speech.onnx). Name one with --model FILE, or make one with undertone train."
				: `The model file "${named}" cannot be read. Name an existing file with --model.`,
			{ cause },
		);
	}
}
