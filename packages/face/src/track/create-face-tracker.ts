import type { Box } from "../image.ts";
import { overlap } from "../mediapipe/overlap.ts";

/** Gives faces the same number from one frame to the next. */
export interface FaceTracker {
	/**
	 * Numbers for the faces of the next frame.
	 *
	 * @param boxes - In any order.
	 * @returns One id for each box: that of the face it overlaps most among those seen lately, else a new one.
	 */
	update(boxes: readonly Box[]): number[];
}

/** When two boxes are the same face, and how long one may be missed. */
export interface FaceTrackerOptions {
	/** Least intersection over union. */
	readonly minOverlap?: number;
	/** Frames a face may be missing and still be known again at its place. */
	readonly patience?: number;
}

interface Track {
	readonly id: number;
	box: Box;
	missed: number;
}

/** A tracker that has seen nothing yet; ids count from 1 and are never given twice. */
export function createFaceTracker({ minOverlap = 0.2, patience = 12 }: FaceTrackerOptions = {}): FaceTracker {
	let tracks: Track[] = [];
	let next = 1;
	return {
		update: (boxes) => {
			const ids = new Array<number>(boxes.length).fill(0);
			const free = new Set(tracks);
			// The pairs that overlap most choose each other first.
			const pairs = boxes.flatMap((box, i) =>
				tracks.map((track) => ({ i, track, shared: overlap(box, track.box) })),
			);
			for (const { i, track, shared } of pairs.sort((a, b) => b.shared - a.shared)) {
				if (shared < minOverlap || ids[i] !== 0 || !free.has(track)) continue;
				free.delete(track);
				ids[i] = track.id;
				track.box = boxes[i] as Box;
				track.missed = 0;
			}
			for (const track of free) track.missed++;
			tracks = tracks.filter(({ missed }) => missed <= patience);
			for (const [i, box] of boxes.entries()) {
				if (ids[i] !== 0) continue;
				ids[i] = next++;
				tracks.push({ id: ids[i] as number, box, missed: 0 });
			}
			return ids;
		},
	};
}
