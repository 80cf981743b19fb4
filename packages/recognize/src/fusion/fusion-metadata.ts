import { UndertoneError } from "@undertone/core";
import { checkFacts, damaged, type ModelFacts, parseJson, show, texts } from "../model/model-metadata.ts";

/** The format version of a fused model. */
const fusionFormat = 1;

/** What a model file of fusion says of itself. */
export interface FusionMetadata extends ModelFacts {
	readonly format: 1;
	readonly task: "fusion";
	/** In the order of the graph's input. */
	readonly sources: readonly ["voice", "face"];
}

/**
 * Reads the metadata of a model of fusion and checks what can be checked without running it.
 *
 * @throws {UndertoneError} `model-unknown-version` if it is of a later format or another task, `model-damaged` if a
 *   part is missing or wrong.
 */
export function parseFusionMetadata(json: string): FusionMetadata {
	const data = parseJson(json);
	if (data.format !== fusionFormat || data.task !== "fusion") {
		throw new UndertoneError(
			"model-unknown-version",
			`The model file must be of format ${fusionFormat} for the task "fusion", got format ${show(data.format)} for ${show(data.task)}. Choose a model of fusion.`,
		);
	}
	const sources = texts(data.sources, "sources");
	if (sources.join() !== "voice,face") {
		throw damaged(`"sources" must be voice, face, got ${sources.join(", ")}`);
	}
	return {
		format: fusionFormat,
		task: "fusion",
		...checkFacts(data),
		sources: ["voice", "face"],
	};
}
