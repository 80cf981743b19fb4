import { type Emotion, UndertoneError } from "@undertone/core";
import { readFer2013 } from "@undertone/corpora";
import type { StoredPrediction } from "@undertone/lab";
import type { ExpressionClassifier } from "@undertone/recognize";
import { type Evaluation, summarise } from "./summarise.ts";

const parts = ["PublicTest", "PrivateTest", "Training"] as const;
const side = 48;
/** Pictures that are judged at once. */
const chunk = 64;

/** The part that `fer2013` or `fer2013:PART` names; null for another corpus. */
export function facePartOf(corpus: string): string | null {
	const [name = "", part = "PublicTest"] = corpus.split(":");
	if (name.toLowerCase() !== "fer2013") return null;
	const found = parts.find((one) => one.toLowerCase() === part.toLowerCase());
	if (found !== undefined) return found;
	throw new UndertoneError("usage", `FER2013 has the parts ${parts.join(", ")}, got "${part}".`);
}

/**
 * Puts a model of expressions to a part of FER2013: every picture as it is, without abstaining.
 *
 * @throws {UndertoneError} `corpus-not-found`, `corpus-too-small`.
 */
export async function evaluateFaces(
	classifier: ExpressionClassifier,
	part: string,
	{
		data,
		onProgress,
	}: { readonly data?: string | undefined; readonly onProgress?: (done: number, total: number) => void },
): Promise<Evaluation> {
	const { metadata } = classifier;
	const pictures = (await readFer2013([part], data)).filter(({ emotion }) =>
		metadata.labels.includes(emotion),
	);
	const labels = metadata.labels.filter((label) => pictures.some(({ emotion }) => emotion === label));
	if (labels.length < 2) {
		throw new UndertoneError(
			"corpus-too-small",
			`evaluate: FER2013 ${part} must hold at least two of the classes ${metadata.labels.join(", ")}, it holds ${labels.length} of them.`,
		);
	}
	const all: Float32Array[] = [];
	for (let start = 0; start < pictures.length; start += chunk) {
		const crops = pictures
			.slice(start, start + chunk)
			.map(({ pixels }) => ({ width: side, height: side, data: pixels }));
		all.push(...(await classifier.predict(crops)));
		onProgress?.(all.length, pictures.length);
	}
	const predictions = pictures.map(({ file, emotion }, i): StoredPrediction => {
		const scores = all[i] as Float32Array;
		return {
			file,
			corpus: "FER2013",
			speaker: "unknown",
			fold: part,
			repeat: 0,
			actual: emotion,
			predicted: metadata.labels[scores.indexOf(Math.max(...scores))] as Emotion,
			scores: labels.map((label) => scores[metadata.labels.indexOf(label)] as number),
		};
	});
	return summarise({
		metadata,
		corpus: `FER2013 ${part}`,
		labels,
		predictions,
		all,
		speakers: 0,
		people: "people nobody knows",
		mapped: {},
		leftOut: {},
		unknownFiles: [],
		trainedOnIt: part === "Training" && metadata.corpora.includes("FER2013"),
	});
}
