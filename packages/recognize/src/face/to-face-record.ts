import type { Emotion, Reason, Scores } from "@undertone/core";
import type { ActionUnits, Box, HeadPose } from "@undertone/face";
import type { AnalyzedFace, FaceAnalysis } from "./face-analysis.ts";

/** A face as `undertone faces --json` prints it. */
export interface FaceRecord {
	readonly id: number;
	/** Pixels, to a tenth. */
	readonly box: Box;
	/** How surely it is a face. */
	readonly presence: number;
	/** Degrees, to a tenth. */
	readonly pose: HeadPose;
	/** Intensity by number. */
	readonly actionUnits: ActionUnits;
	readonly words: string;
	readonly label: Emotion | null;
	readonly scores: Scores | null;
	readonly confidence: number;
	readonly notSure: boolean;
	readonly reasons: readonly Reason[];
	/** x, y, z of every point, pixels, to a tenth; only where asked for. */
	readonly landmarks?: readonly (readonly number[])[];
}

/** How a record is written. */
export interface FaceRecordOptions {
	readonly landmarks?: boolean;
	/** Pixels of the original for one of the analysed picture, where that was made smaller. */
	readonly scale?: number;
}

/** The faces of an analysis as plain, rounded values for JSON. */
export function toFaceRecords(
	{ faces }: FaceAnalysis,
	{ landmarks = false, scale = 1 }: FaceRecordOptions = {},
): FaceRecord[] {
	return faces.map((face) => toRecord(face, landmarks, scale));
}

function toRecord(face: AnalyzedFace, landmarks: boolean, scale: number): FaceRecord {
	const { box, pose } = face;
	const pixels = (value: number): number => rounded(scale * value, 1);
	return {
		id: face.id,
		box: { x: pixels(box.x), y: pixels(box.y), width: pixels(box.width), height: pixels(box.height) },
		presence: rounded(face.presence, 3),
		pose: { yaw: rounded(pose.yaw, 1), pitch: rounded(pose.pitch, 1), roll: rounded(pose.roll, 1) },
		actionUnits: eachRounded(face.actionUnits, 3),
		words: face.words,
		label: face.label,
		scores: face.scores === null ? null : eachRounded(face.scores, 6),
		confidence: rounded(face.confidence, 6),
		notSure: face.notSure,
		reasons: face.reasons,
		...(landmarks ? { landmarks: points(face.landmarks, pixels) } : {}),
	};
}

function points(landmarks: Float32Array, pixels: (value: number) => number): number[][] {
	return Array.from({ length: landmarks.length / 3 }, (_, i) =>
		Array.from(landmarks.subarray(3 * i, 3 * i + 3), pixels),
	);
}

function eachRounded<T extends object>(values: T, decimals: number): T {
	return Object.fromEntries(
		Object.entries(values).map(([key, value]) => [key, rounded(value as number, decimals)]),
	) as T;
}

function rounded(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}
