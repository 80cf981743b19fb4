import { type Emotion, UndertoneError } from "@undertone/core";
import {
	checkLabels,
	damaged,
	number,
	object,
	parseJson,
	show,
	text,
	texts,
} from "../model/model-metadata.ts";

/** The format version of a fused model. */
const fusionFormat = 1;

/** What a model file of fusion says of itself. */
export interface FusionMetadata {
	readonly format: 1;
	readonly task: "fusion";
	/** Name and version: `fusion@1`. */
	readonly name: string;
	/** In the order of the graph's output, and of each source's columns in its input. */
	readonly labels: readonly Emotion[];
	/** In the order of the graph's input. */
	readonly sources: readonly ["voice", "face"];
	/** What it learnt from, in words. */
	readonly corpora: readonly string[];
	/** How the metrics were measured, in words. */
	readonly protocol: string;
	readonly metrics: Readonly<Record<string, unknown>>;
	readonly licence: string;
	readonly trained: { readonly command: string; readonly date: string; readonly seed: number };
	/** Of the file with this field empty. */
	readonly sha256: string;
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
	const trained = object(data.trained, "trained");
	return {
		format: fusionFormat,
		task: "fusion",
		name: text(data.name, "name"),
		labels: checkLabels(data.labels),
		sources: ["voice", "face"],
		corpora: texts(data.corpora, "corpora"),
		protocol: text(data.protocol, "protocol"),
		metrics: object(data.metrics, "metrics"),
		licence: text(data.licence, "licence"),
		trained: {
			command: text(trained.command, "trained.command"),
			date: text(trained.date, "trained.date"),
			seed: number(trained.seed, "trained.seed"),
		},
		sha256: text(data.sha256, "sha256"),
	};
}
