import { type Emotion, emotions, isEmotion, UndertoneError } from "@undertone/core";

/** The highest format version that this program reads: 1 without, 2 with frames that are heard beside the features. */
const modelFormat = 2;

/** The key under `metadata_props` of the `.onnx` file that holds {@link ModelMetadata} as JSON. */
export const metadataKey = "undertone";

/** How far a speaker profile is drawn to the population. */
export interface ProfileSettings {
	/** Clips that the population's mean counts for. */
	readonly meanPrior: number;
	/** Clips that the population's deviation counts for. */
	readonly deviationPrior: number;
	/** Population mean of neutral speech: what a neutral reading is compared with. */
	readonly neutralMean?: readonly number[];
}

/** A feature set as an input of a model. */
export interface ModelInput {
	/** Feature set with its version: `undertone@1`. */
	readonly id: string;
	/** Hz. */
	readonly sampleRate: number;
	/** In the order of the graph's input. */
	readonly names: readonly string[];
}

/** What a model file of any task says of itself. */
export interface ModelFacts {
	/** Name and version: `speech@1`. */
	readonly name: string;
	/** In the order of the graph's output. */
	readonly labels: readonly Emotion[];
	/** What it was trained on. */
	readonly corpora: readonly string[];
	/** How the metrics were measured, in words. */
	readonly protocol: string;
	/** Figures with their intervals, 0–1, keyed by name or by corpus and name. */
	readonly metrics: Readonly<Record<string, unknown>>;
	readonly licence: string;
	readonly trained: { readonly command: string; readonly date: string; readonly seed: number };
	/** Of the file with this field empty. */
	readonly sha256: string;
}

/** What a model file of speech says of itself. */
export interface ModelMetadata extends ModelFacts {
	readonly format: 1 | 2;
	readonly task: "speech-emotion";
	readonly features: ModelInput;
	/** A set of frames that a clip is heard by beside its `features`; format 2. */
	readonly frames?: ModelInput;
	/** Population mean and standard deviation of each feature in training; also inside the graph. */
	readonly normalisation: { readonly mean: readonly number[]; readonly deviation: readonly number[] };
	readonly calibration: {
		/** Already applied inside the graph. */
		readonly temperature: number;
		/** Highest score below which the answer is "not sure". */
		readonly threshold: number;
	};
	/** Clips further from the training's mean than this (see `unfamiliarity`) are unlike what it learnt from. */
	readonly familiarity?: { readonly limit: number };
	/** How a speaker profile is to be used with this model; see `applyProfile`. */
	readonly profile?: ProfileSettings;
}

/**
 * Reads a model's metadata and checks everything that can be checked without running it.
 *
 * @param json - The JSON text under {@link metadataKey}.
 * @throws {UndertoneError} `model-unknown-version` if it is of a later format or another task,
 *   `model-damaged` if a part is missing or does not fit the others.
 */
export function parseModelMetadata(json: string): ModelMetadata {
	const data = parseJson(json);
	if (typeof data.format !== "number") throw damaged(`"format" must be a number, got ${show(data.format)}`);
	if (data.format !== 1 && data.format !== modelFormat) {
		throw new UndertoneError(
			"model-unknown-version",
			`The model file is of format ${data.format}, this program reads formats 1 to ${modelFormat}. ` +
				(data.format > modelFormat ? "Update Undertone, or choose an older model." : "Train it again."),
		);
	}
	if (data.task !== "speech-emotion") {
		throw new UndertoneError(
			"model-unknown-version",
			`The model file must be for the task "speech-emotion", got ${show(data.task)}. Choose a speech model.`,
		);
	}
	const features = checkInput(data.features, "features");
	const withFrames = data.frames !== undefined;
	if (withFrames !== (data.format === 2)) {
		throw damaged(
			`"frames" belong to format 2, got ${withFrames ? "some" : "none"} in format ${data.format}`,
		);
	}
	const normalisation = object(data.normalisation, "normalisation");
	const calibration = object(data.calibration, "calibration");
	return {
		format: data.format,
		task: "speech-emotion",
		...checkFacts(data),
		features,
		...(withFrames ? { frames: checkInput(data.frames, "frames") } : {}),
		normalisation: {
			mean: numbers(normalisation.mean, "normalisation.mean", features.names.length),
			deviation: numbers(normalisation.deviation, "normalisation.deviation", features.names.length),
		},
		calibration: {
			temperature: number(calibration.temperature, "calibration.temperature"),
			threshold: number(calibration.threshold, "calibration.threshold"),
		},
		...(data.familiarity === undefined
			? {}
			: {
					familiarity: {
						limit: number(object(data.familiarity, "familiarity").limit, "familiarity.limit"),
					},
				}),
		...checkProfile(data.profile, features.names.length),
	};
}

/** The part that files of all tasks share. */
export function checkFacts(data: Record<string, unknown>): ModelFacts {
	const trained = object(data.trained, "trained");
	return {
		name: text(data.name, "name"),
		labels: checkLabels(data.labels),
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

export function parseJson(json: string): Record<string, unknown> {
	let value: unknown;
	try {
		value = JSON.parse(json);
	} catch (cause) {
		throw damaged("its description is not JSON", cause);
	}
	return object(value, "the description");
}

function checkLabels(value: unknown): Emotion[] {
	const labels = texts(value, "labels");
	const unknown = labels.find((label) => !isEmotion(label));
	if (unknown !== undefined) {
		throw damaged(`"labels" holds ${show(unknown)}, expected some of ${emotions.join(", ")}`);
	}
	if (labels.length < 2 || new Set(labels).size !== labels.length) {
		throw damaged(`"labels" must be at least two different labels, got ${show(labels)}`);
	}
	return labels as Emotion[];
}

function checkInput(value: unknown, name: string): ModelInput {
	const input = object(value, name);
	const names = texts(input.names, `${name}.names`);
	if (names.length === 0) throw damaged(`"${name}.names" must not be empty`);
	return {
		id: text(input.id, `${name}.id`),
		sampleRate: number(input.sampleRate, `${name}.sampleRate`),
		names,
	};
}

function checkProfile(value: unknown, length: number): Pick<ModelMetadata, "profile"> {
	if (value === undefined) return {};
	const { meanPrior, deviationPrior, neutralMean } = object(value, "profile");
	return {
		profile: {
			meanPrior: number(meanPrior, "profile.meanPrior"),
			deviationPrior: number(deviationPrior, "profile.deviationPrior"),
			...(neutralMean === undefined
				? {}
				: { neutralMean: numbers(neutralMean, "profile.neutralMean", length) }),
		},
	};
}

export function object(value: unknown, name: string): Record<string, unknown> {
	if (typeof value === "object" && value !== null && !Array.isArray(value)) {
		return value as Record<string, unknown>;
	}
	throw damaged(`"${name}" must be an object, got ${show(value)}`);
}

function text(value: unknown, name: string): string {
	if (typeof value === "string") return value;
	throw damaged(`"${name}" must be a text, got ${show(value)}`);
}

export function number(value: unknown, name: string): number {
	if (typeof value === "number" && Number.isFinite(value)) return value;
	throw damaged(`"${name}" must be a number, got ${show(value)}`);
}

export function texts(value: unknown, name: string): string[] {
	if (Array.isArray(value) && value.every((item) => typeof item === "string")) return value;
	throw damaged(`"${name}" must be a list of texts, got ${show(value)}`);
}

function numbers(value: unknown, name: string, length: number): number[] {
	if (Array.isArray(value) && value.length === length && value.every((item) => typeof item === "number")) {
		return value;
	}
	const got = Array.isArray(value) ? `${value.length} items` : show(value);
	throw damaged(`"${name}" must be ${length} numbers, one for each feature, got ${got}`);
}

export function damaged(what: string, cause?: unknown): UndertoneError {
	return new UndertoneError(
		"model-damaged",
		`The model file does not describe itself rightly: ${what}. Fetch or train it again.`,
		{ cause },
	);
}

export function show(value: unknown): string {
	const json = JSON.stringify(value) ?? "nothing";
	return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}
