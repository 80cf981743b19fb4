import { readFile } from "node:fs/promises";
import { UndertoneError } from "@undertone/core";
import {
	type ExpressionMetadata,
	type FusionMetadata,
	type ModelMetadata,
	modelTask,
	readExpressionMetadata,
	readFusionMetadata,
	readModelMetadata,
} from "@undertone/recognize";
import { readModelFile } from "../open-model.ts";
import { percent } from "../terminal/percent.ts";
import { defineVerb } from "../verb.ts";

export const verb = defineVerb({
	summary: "what a model file says of itself",
	usage: "model [FILE] [--json]",
	options: { json: { type: "boolean", description: "the whole description as JSON" } },
	examples: [
		"undertone model",
		"undertone model models/face.onnx",
		"undertone model models/speech.onnx --json",
	],
	notes: [
		"The file is checked (whole, unchanged, of a format this program reads) before anything is printed.",
	],
	run: async ({ positionals, options, terminal, environment }) => {
		if (positionals.length > 1) {
			throw new UndertoneError("usage", `model: name one file, got ${positionals.length}.`);
		}
		const bytes = await readModelFile(positionals[0], environment);
		const metadata = readMetadata(bytes);
		if (options.json) {
			terminal.print(JSON.stringify(metadata, null, 2));
			return 0;
		}
		const { trained } = metadata;
		const rows: [string, string][] = [
			["name", `${metadata.name} (${(bytes.length / 1024).toFixed(0)} KiB)`],
			["labels", metadata.labels.join(", ")],
			["features", inputWords(metadata)],
			["trained on", metadata.corpora.join(", ") || "nothing"],
			["protocol", metadata.protocol],
			...Object.entries(metadata.metrics).map(([name, value]): [string, string] => [name, figure(value)]),
			...("calibration" in metadata ? [notSureRow(metadata)] : []),
			["licence", metadata.licence],
			["made by", `${trained.command} (${trained.date}, seed ${trained.seed})`],
			["sha256", metadata.sha256],
		];
		const widest = Math.max(...rows.map(([name]) => name.length));
		for (const [name, value] of rows) {
			terminal.print(`${terminal.style("bold", name.padEnd(widest))}  ${value}`);
		}
		const card = positionals[0]?.replace(/\.onnx$/, ".md");
		if (card !== undefined && card !== positionals[0] && (await readFile(card).catch(() => null)) !== null) {
			terminal.print(`${terminal.style("bold", "card".padEnd(widest))}  ${card}`);
		}
		return 0;
	},
});

type Metadata = ModelMetadata | ExpressionMetadata | FusionMetadata;

function readMetadata(bytes: Uint8Array): Metadata {
	switch (taskOf(bytes)) {
		case "face-expression":
			return readExpressionMetadata(bytes);
		case "fusion":
			return readFusionMetadata(bytes);
		default:
			return readModelMetadata(bytes);
	}
}

/** What cannot be read at all is left to the reader of speech models, which says what is wrong. */
function taskOf(bytes: Uint8Array): string | null {
	try {
		return modelTask(bytes);
	} catch {
		return null;
	}
}

function inputWords(metadata: Metadata): string {
	if ("features" in metadata) {
		const inputs = [metadata.features, ...(metadata.frames === undefined ? [] : [metadata.frames])];
		return inputs
			.map(({ names, id, sampleRate }) => `${names.length} of ${id} at ${sampleRate} Hz`)
			.join(", and of every frame ");
	}
	if ("sources" in metadata) return `scores of ${metadata.sources.join(" and ")}, by trust`;
	return `a grey face of ${metadata.input.width} × ${metadata.input.height} pixels`;
}

function notSureRow({ calibration }: ModelMetadata | ExpressionMetadata): [string, string] {
	const { threshold, temperature } = calibration;
	return ["not sure", `below ${(100 * threshold).toFixed(0)} % (temperature ${temperature.toFixed(3)})`];
}

/** A figure with its interval where it has one. */
function figure(value: unknown): string {
	if (typeof value === "number") return String(value);
	if (typeof value === "object" && value !== null && "value" in value) {
		const { value: middle, low, high } = value as { value: number; low?: number; high?: number };
		const interval = low === undefined || high === undefined ? "" : ` [${percent(low)} – ${percent(high)}]`;
		return `${percent(middle)}${interval}`;
	}
	if (typeof value === "object" && value !== null && !Array.isArray(value)) {
		const { uar, accuracy } = value as Record<string, unknown>;
		if (uar !== undefined) return `UAR ${figure(uar)}, accuracy ${figure(accuracy)}`;
	}
	return JSON.stringify(value) ?? "";
}
