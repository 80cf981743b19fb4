import type { Emotion, Matrix } from "@undertone/core";
import type { SpeechModel } from "../model/load-model.ts";
import { scoreOf } from "./occlusion.ts";

/** How a part of the spectrogram moved the score of a label. */
export interface PartEffect {
	/** Seconds. */
	readonly start: number;
	readonly end: number;
	/** Columns of the frames, the last one excluded. */
	readonly bands: readonly [from: number, to: number];
	/** How much it raised the log-odds of the label; negative if it spoke against it. */
	readonly effect: number;
}

/** How fine the parts are. */
export interface ExplainFramesOptions {
	readonly label: Emotion;
	/** Of a part, seconds. */
	readonly seconds?: number;
	/** Of a part, columns. */
	readonly bands?: number;
}

/**
 * The parts of a spectrogram that moved a label's score, for networks on frames: each rectangle of time and bands in
 * turn is set to the population's mean and the model asked again, once a part.
 *
 * @param frames - What the model was given, shape `[frames, bands]`.
 * @returns All parts, from the beginning, low bands first; see `occlude` for the score.
 * @throws {RangeError} If the model takes no frames.
 * @see Zeiler & Fergus (2014), doi:10.1007/978-3-319-10590-1_53
 */
export async function explainFrames(
	model: SpeechModel,
	frames: Matrix,
	{ label, seconds = 0.25, bands = 8 }: ExplainFramesOptions,
): Promise<PartEffect[]> {
	const { features, metadata } = model;
	if (features.kind !== "frames" || features.hopLength === null) {
		throw new RangeError(
			`explainFrames: the model must take frames, "${metadata.name}" takes ${features.id}. Use explainFeatures.`,
		);
	}
	const { rows, columns } = frames;
	const step = features.hopLength / features.sampleRate;
	const height = Math.max(1, Math.round(seconds / step));
	const index = metadata.labels.indexOf(label);
	const whole = (await model.predict(frames)).data;
	const parts: PartEffect[] = [];
	for (let from = 0; from < rows; from += height) {
		const to = Math.min(rows, from + height);
		for (let low = 0; low < columns; low += bands) {
			const high = Math.min(columns, low + bands);
			const data = Float32Array.from(frames.data);
			for (let r = from; r < to; r++) {
				for (let j = low; j < high; j++) data[r * columns + j] = metadata.normalisation.mean[j] as number;
			}
			const without = (await model.predict({ rows, columns, data })).data;
			const score = scoreOf([...whole, ...without], index, metadata.labels.length);
			parts.push({ start: from * step, end: to * step, bands: [low, high], effect: score(0) - score(1) });
		}
	}
	return parts;
}
