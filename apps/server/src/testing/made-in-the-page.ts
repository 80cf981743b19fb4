import type { NewAnalysisOf } from "@undertone/api";

const prediction = {
	label: "happy",
	scores: { neutral: 0.25, happy: 0.75 },
	confidence: 0.75,
	notSure: false,
	reasons: [],
} as const;

/** An analysis as a page sends it. */
export function madeInThePage(changes: Partial<NewAnalysisOf<"speech">> = {}): NewAnalysisOf<"speech"> {
	return {
		file: {
			name: "clip.wav",
			size: 32_044,
			sha256: "ab".repeat(32),
			sampleRate: 16_000,
			channels: 1,
			container: "wav",
			codec: "pcm_s16",
			bitsPerSample: 16,
			duration: 1,
			level: {
				peakDb: -3,
				rmsDb: -20,
				noiseFloorDb: null,
				clippedSamples: 0,
				clippedShare: 0,
				silenceShare: 0.1,
				offset: 0,
				bandwidth: 8000,
			},
			warnings: [],
		},
		result: {
			...prediction,
			reasons: [],
			duration: 1,
			segments: [{ start: 0, end: 1, ...prediction, reasons: [] }],
			speech: [{ start: 0.1, end: 0.9 }],
			features: [],
			explained: null,
			model: { name: "speech@1", sha256: "cd".repeat(32) },
			profile: null,
		},
		peaks: [-0.5, 0.5],
		...changes,
	};
}

/** The faces of a video of two frames as a page sends them. */
export function facesMadeInThePage(): NewAnalysisOf<"face"> {
	const face = {
		id: 1,
		box: { x: 10.5, y: 20, width: 100, height: 120 },
		presence: 0.98,
		pose: { yaw: -3.1, pitch: 4, roll: 0.5 },
		actionUnits: { 12: 0.61, 25: 0.4 },
		words: "lip corners pulled up, lips parted",
		...prediction,
		reasons: [],
	};
	return {
		kind: "face",
		file: { name: "smile.mp4", size: 4321, sha256: "ef".repeat(32) },
		result: {
			...prediction,
			reasons: [],
			duration: 0.4,
			width: 640,
			height: 360,
			frames: [
				{ time: 0, faces: [face], reasons: [] },
				{ time: 0.2, faces: [], reasons: ["no-face"] },
			],
			model: { name: "face@1", sha256: "cd".repeat(32) },
			actionUnitSource: "landmarks",
		},
	};
}

/** A live session with camera alone, or with a voice as well, as a page sends it. */
export function liveMadeInThePage({ voice }: { readonly voice: boolean }): NewAnalysisOf<"live"> {
	const said = { ...prediction, reasons: [] };
	const track = { segments: [{ start: 0, end: 2, ...said }], overall: said, model: "model@1" };
	return {
		kind: "live",
		source: "live",
		title: "Live, today",
		result: {
			...said,
			duration: 2,
			started: "2026-11-28T18:00:00.000Z",
			speech: voice ? { ...track, heard: [{ start: 0.5, end: 1.5 }] } : null,
			face: track,
			fused: voice ? track : null,
			marks: [{ time: 1, text: "the door" }],
			profile: false,
			neutralFace: true,
		},
	};
}
