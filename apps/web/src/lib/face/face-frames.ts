import type { Prediction } from "@undertone/core";
import type { Box } from "@undertone/face";
import { type AnalyzedFace, createLiveTimeline, type FaceAnalysis } from "@undertone/recognize";

/** What of a face counts over time. */
type SeenFace = Prediction & Pick<AnalyzedFace, "id" | "actionUnits"> & { readonly box: Box };

/** A frame by the faces in it. */
export interface FaceFrame {
	/** Seconds. */
	readonly time: number;
	readonly faces: readonly SeenFace[];
}

/** Faces by how often they were seen, the four most frequent at most; one seen in a frame or two is left out. */
export function facesByPresence(frames: readonly FaceFrame[]): number[] {
	const counts = new Map<number, number>();
	for (const { faces } of frames) for (const { id } of faces) counts.set(id, (counts.get(id) ?? 0) + 1);
	const least = Math.min(3, frames.length);
	return [...counts]
		.filter(([, count]) => count >= least)
		.sort(([, a], [, b]) => b - a)
		.slice(0, 4)
		.map(([id]) => id);
}

/** The face of a picture that counts: the largest. */
export function largestFace<F extends SeenFace>(faces: readonly F[]): F | undefined {
	return faces.reduce<F | undefined>(
		(best, face) =>
			best === undefined || face.box.width * face.box.height > best.box.width * best.box.height ? face : best,
		undefined,
	);
}

/**
 * What is said of one face over a whole video: the mean of its scores, each half second counting alike.
 *
 * @param threshold - The highest score below which it is not sure.
 * @returns Null where nothing could be scored.
 */
export function overallOf(frames: readonly FaceFrame[], id: number, threshold: number): Prediction | null {
	const timeline = createLiveTimeline(threshold);
	for (const { time, faces } of frames) {
		const face = faces.find((each) => each.id === id);
		if (face !== undefined && face.scores !== null) timeline.add({ start: time, end: time }, face);
	}
	return timeline.overall();
}

/** The prediction of a picture (one frame) or a video, by the face that counts in it. */
export function predictionOf(
	frames: readonly { readonly time: number; readonly analysis: FaceAnalysis }[],
	threshold: number,
): Prediction {
	const plain = frames.map(({ time, analysis }) => ({ time, faces: analysis.faces }));
	const [first] = frames;
	const nothing: Prediction = {
		label: null,
		scores: null,
		confidence: 0,
		notSure: true,
		reasons: ["no-face"],
	};
	if (first === undefined) return nothing;
	const [id] = facesByPresence(plain);
	const said =
		frames.length === 1
			? largestFace(first.analysis.faces)
			: id === undefined
				? undefined
				: overallOf(plain, id, threshold);
	if (said != null) {
		const { label, scores, confidence, notSure, reasons } = said;
		return { label, scores, confidence, notSure, reasons };
	}
	const seen = frames.flatMap(({ analysis }) => analysis.faces);
	const [reasons = first.analysis.reasons] = [seen[0]?.reasons];
	return { ...nothing, reasons: reasons.length > 0 ? reasons : nothing.reasons };
}
