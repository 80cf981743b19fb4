import type { NewAnalysisOf } from "@undertone/api";
import { type FaceAnalysis, toFaceRecords } from "@undertone/recognize";
import { api } from "../api-client.ts";
import { predictionOf } from "./face-frames.ts";

/** What was looked at, on its way to the history. */
export interface LookedAt {
	/** The file's name, or what the picture is called. */
	readonly name: string;
	/** Null for a camera's picture. */
	readonly file: File | null;
	/** Seconds; 0 for a picture. */
	readonly duration: number;
	/** One for a picture. */
	readonly frames: readonly { readonly time: number; readonly analysis: FaceAnalysis }[];
	/** The highest score below which the model is not sure. */
	readonly threshold: number;
	/** The user says that the face is their own. */
	readonly own: boolean;
}

/** Bytes; a larger file is not read again only to be recognised when it is analysed twice. */
const mostHashed = 200_000_000;

/**
 * Puts what was seen (never the picture, and no mesh) into the history.
 *
 * @returns The id of the result, for its page.
 */
export async function saveFaces(looked: LookedAt): Promise<string> {
	const { analysis } = await api.saveResult(
		facesEntry(looked, looked.file === null ? null : await sha256Of(looked.file)),
		null,
	);
	return analysis.id;
}

/** What is stored of it. */
export function facesEntry(
	{ name, file, duration, frames, threshold, own }: LookedAt,
	sha256: string | null,
): NewAnalysisOf<"face"> {
	const [first] = frames;
	if (first === undefined) throw new Error("Nothing was looked at yet, so there is nothing to keep.");
	const { width, height, model, actionUnitSource } = first.analysis;
	const said = predictionOf(frames, threshold);
	return {
		kind: "face",
		source: "page",
		title: name,
		file: { name, size: file?.size ?? 0, sha256 },
		result: {
			...said,
			reasons: [...said.reasons],
			duration,
			width,
			height,
			frames: frames.map(({ time, analysis }) => ({
				time: Number(time.toFixed(3)),
				faces: toFaceRecords(analysis).map((face) => ({
					...face,
					actionUnits: face.actionUnits as Record<string, number>,
					reasons: [...face.reasons],
				})),
				reasons: [...analysis.reasons],
			})),
			model,
			actionUnitSource,
		},
		ownVoice: own,
	};
}

async function sha256Of(file: File): Promise<string | null> {
	if (file.size > mostHashed || crypto.subtle === undefined) return null;
	const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
	return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
