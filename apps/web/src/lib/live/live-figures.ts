import type { LiveFigures as Figures } from "./live-state.ts";
import { createPercentiles, type Percentiles } from "./percentiles.ts";

/** Measures a session. */
interface LiveFigures {
	readonly voiceMs: Percentiles;
	readonly faceShownMs: Percentiles;
	readonly pageMs: Percentiles;
	/** Counts a frame, with the milliseconds of work it took. */
	addFrame(ms: number): void;
	/** All figures, once a second at most; null in between. */
	read(dropped: Figures["dropped"]): Figures | null;
}

/** Begins to measure. */
export function createLiveFigures(): LiveFigures {
	const voiceMs = createPercentiles();
	const faceMs = createPercentiles();
	const faceShownMs = createPercentiles();
	const pageMs = createPercentiles();
	let last = { time: Date.now(), frames: 0 };
	const of = (values: Percentiles) => ({ p50: values.at(0.5), p95: values.at(0.95), count: values.count });
	return {
		voiceMs,
		faceShownMs,
		pageMs,
		addFrame: (ms) => faceMs.add(ms),
		read: (dropped) => {
			const seconds = (Date.now() - last.time) / 1000;
			if (seconds < 1) return null;
			const framesPerSecond = (faceMs.count - last.frames) / seconds;
			last = { time: Date.now(), frames: faceMs.count };
			return {
				voiceMs: of(voiceMs),
				faceMs: of(faceMs),
				faceShownMs: of(faceShownMs),
				pageMs: of(pageMs),
				framesPerSecond,
				dropped,
			};
		},
	};
}
