import { newAnalysisSchema } from "@undertone/api";
import type { FaceAnalysis } from "@undertone/recognize";
import { describe, expect, it } from "vitest";
import { facesByPresence, largestFace, predictionOf } from "./face-frames.ts";
import { facesEntry } from "./save-faces.ts";

const quality = { eyeDistance: 60, sharpness: 1, brightness: 120, contrast: 40, inside: 1 };

/** A frame whose faces are as wide as they are happy (in percent), named where above 50. */
function frame(...faces: { readonly id: number; readonly happy: number; readonly width?: number }[]) {
	return {
		width: 640,
		height: 360,
		faces: faces.map(({ id, happy, width = 100 }) => ({
			id,
			box: { x: 10, y: 20, width, height: 100 },
			presence: 0.9876543,
			pose: { yaw: 1, pitch: 2, roll: 3 },
			actionUnits: { 12: 0.5 },
			words: "lip corners pulled up",
			quality,
			landmarks: new Float32Array(1404),
			label: happy > 0.5 ? "happy" : "neutral",
			scores: { happy, neutral: 1 - happy },
			confidence: Math.max(happy, 1 - happy),
			notSure: false,
			reasons: [],
		})),
		reasons: faces.length === 0 ? ["no-face"] : [],
		model: { name: "face@1", sha256: "ab".repeat(32) },
		actionUnitSource: "landmarks",
		neutral: false,
	} as unknown as FaceAnalysis;
}
const at = (time: number, analysis: FaceAnalysis) => ({ time, analysis });

describe("the face that counts", () => {
	it("is the largest of a picture", () => {
		const { faces } = frame({ id: 1, happy: 0.9, width: 50 }, { id: 2, happy: 0.2, width: 80 });
		expect(largestFace(faces)?.id).toBe(2);
		expect(predictionOf([at(0, { ...frame(), faces })], 0.3)).toMatchObject({
			label: "neutral",
			confidence: 0.8,
		});
	});

	it("is the one seen most often in a video, by the mean of its scores", () => {
		const frames = [0.6, 0.8, 1].map((happy, i) =>
			at(i, frame(...(i < 2 ? [{ id: 7, happy: 0 }] : []), { id: 3, happy })),
		);
		expect(facesByPresence(frames.map(({ time, analysis }) => ({ time, faces: analysis.faces })))).toEqual([
			3,
		]);
		const said = predictionOf(frames, 0.3);
		expect(said.label).toBe("happy");
		expect(said.scores?.happy).toBeCloseTo(0.8, 6);
		// Under the model's threshold nothing is named.
		expect(predictionOf(frames, 0.85)).toMatchObject({ label: null, notSure: true });
	});

	it("is none where there was none", () => {
		const nothing = { label: null, scores: null, notSure: true, reasons: ["no-face"] };
		expect(predictionOf([at(0, frame())], 0.3)).toMatchObject(nothing);
		expect(predictionOf([at(0, frame()), at(1, frame())], 0.3)).toMatchObject(nothing);
	});
});

describe("what is kept of faces", () => {
	it("is what the history takes, without picture and mesh", () => {
		const looked = {
			name: "smile.jpg",
			file: null,
			duration: 0,
			frames: [at(0, frame({ id: 1, happy: 0.75 }))],
			threshold: 0.3,
			own: true,
		};
		const entry = facesEntry(looked, null);
		expect(newAnalysisSchema.parse(entry)).toEqual({ ...entry, note: "", peaks: [] });
		expect(JSON.stringify(entry)).not.toContain('landmarks":[');
		expect(entry.result.frames[0]?.faces[0]).not.toHaveProperty("landmarks");
		expect(() => facesEntry({ ...looked, frames: [] }, null)).toThrow("Nothing was looked at yet");
	});
});
