import type { NewAnalysis } from "@undertone/api";

/** An analysis as a page sends it. */
export function madeInThePage(changes: Partial<NewAnalysis> = {}): NewAnalysis {
	const prediction = {
		label: "happy",
		scores: { neutral: 0.25, happy: 0.75 },
		confidence: 0.75,
		notSure: false,
		reasons: [],
	} as const;
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
