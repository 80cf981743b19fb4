import { type Emotion, type Matrix, matrixFromRows, row } from "@undertone/core";
import { resample } from "@undertone/dsp";
import type { FeatureSet } from "@undertone/speech";
import { type ExplainOptions, explainFeatures, type FeatureEffect } from "../explain/explain-features.ts";
import { explainFrames, type FrameExplanation } from "../explain/explain-frames.ts";
import type { SpeechModel } from "../model/load-model.ts";
import { applyProfile, type SpeakerUsual } from "../profile/apply-profile.ts";
import type { Interval } from "../vad/speech-segments.ts";
import { unfamiliarity } from "./unfamiliarity.ts";

/** A stretch of a signal as a model takes it. */
export interface Clip {
	/** Raw, shape `[1, f]`; of a set of frames, shape `[frames, f]`. */
	readonly features: Matrix;
	/** For a model that hears them beside the features, shape `[frames, numbers]`; else null. */
	readonly frames: Matrix | null;
}

/** Stretches of a signal as features, and features as scores: what recognisers of files and streams share. */
export interface ClipScorer {
	/** What the model takes of a stretch (seconds) of a signal at 16 kHz. */
	extract(signal: Float32Array, stretch: Interval): Clip;
	/** Whether a clip is unlike what the model learnt from, so that its scores mean little. */
	isUnfamiliar(clip: Clip): boolean;
	/** Probabilities of each clip, shape `[labels]` each, as the person's usual voice makes them. */
	score(clips: readonly Clip[], usual: SpeakerUsual | null): Promise<Float32Array[]>;
	/**
	 * What moved the score of a label most: features, contour by contour, or of a model of frames the parts of the
	 * spectrogram. Frames that are heard beside features stay as they are.
	 *
	 * @param stretch - Of the recording that the clip is.
	 */
	explain(
		clip: Clip,
		usual: SpeakerUsual | null,
		label: Emotion,
		stretch: Interval,
	): Promise<ClipExplanation>;
}

/** What moved a label's score: one of the two says nothing. */
interface ClipExplanation {
	/** The strongest first; empty for a model of frames. */
	readonly features: readonly FeatureEffect[];
	/** Null for a model of functionals, and of frames without a fixed step. */
	readonly frames: FrameExplanation | null;
}

/** How many features an explanation names. */
const most = 8;

/** A scorer for a model. */
export function createClipScorer(model: SpeechModel): ClipScorer {
	const { metadata, features, frames } = model;
	const given = ({ features: own }: Clip, usual: SpeakerUsual | null): Matrix =>
		usual === null ? own : applyProfile(own, usual, metadata);
	return {
		extract: (signal, { start, end }) => {
			const part = signal.subarray(Math.round(start * 16_000), Math.round(end * 16_000));
			const at = (set: FeatureSet): Matrix =>
				set.extract(resample(part, { from: 16_000, to: set.sampleRate }));
			return { features: at(features), frames: frames === null ? null : at(frames) };
		},
		isUnfamiliar: (clip) => {
			const { familiarity, normalisation } = metadata;
			if (familiarity === undefined || features.kind !== "functionals") return false;
			return unfamiliarity(clip.features.data, normalisation) > familiarity.limit;
		},
		score: async (clips, usual) => {
			if (features.kind === "functionals" && frames === null) {
				const all = await model.predict(matrixFromRows(clips.map((clip) => given(clip, usual).data)));
				return clips.map((_, i) => row(all, i) as Float32Array);
			}
			const scores: Float32Array[] = [];
			for (const clip of clips) scores.push((await model.predict(given(clip, usual), clip.frames)).data);
			return scores;
		},
		explain: async (clip, usual, label, stretch) => {
			if (features.kind === "frames") {
				if (features.hopLength === null) return { features: [], frames: null };
				const frames = await explainFrames(model, given(clip, usual), { label, within: stretch });
				return { features: [], frames };
			}
			const options: ExplainOptions = {
				label,
				most,
				by: "family",
				frames: clip.frames,
				...(usual === null ? {} : { shown: { values: clip.features.data, usual: usual.mean } }),
			};
			return { features: await explainFeatures(model, given(clip, usual), options), frames: null };
		},
	};
}
