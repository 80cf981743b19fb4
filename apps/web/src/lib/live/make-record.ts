import type { Prediction, Segment } from "@undertone/core";
import { createLiveTimeline, type LiveRecord, type LiveTimeline, type LiveTrack } from "@undertone/recognize";

/** What a record is made of. */
interface RecordParts extends Pick<LiveRecord, "started" | "duration" | "marks" | "note"> {
	/** Null where the source is not used. */
	readonly voice: {
		readonly timeline: LiveTimeline;
		readonly model: string;
		readonly heard: readonly { readonly start: number; readonly end: number }[];
	} | null;
	readonly face: { readonly timeline: LiveTimeline; readonly model: string } | null;
	/** Of both together. */
	readonly fusedCell: (index: number) => Prediction | null;
	readonly threshold: number;
}

/** A session as its exports and its summary want it. */
export function makeRecord({ voice, face, fusedCell, threshold, ...common }: RecordParts): LiveRecord {
	const { duration } = common;
	const fused = (): LiveTimeline => {
		const together = createLiveTimeline(threshold);
		const { step } = together;
		const length = Math.max(voice?.timeline.length ?? 0, face?.timeline.length ?? 0);
		for (let i = 0; i < length; i++) {
			const said = fusedCell(i);
			if (said !== null && said.scores !== null) together.add({ start: i * step, end: (i + 1) * step }, said);
		}
		return together;
	};
	return {
		...common,
		speech:
			voice === null
				? null
				: {
						...trackOf(voice.timeline, voice.model, duration),
						heard: voice.heard.map(({ start, end }) => ({ start, end: Math.min(end, duration) })),
					},
		face: face === null ? null : trackOf(face.timeline, face.model, duration),
		fused:
			voice === null || face === null
				? null
				: trackOf(fused(), `${voice.model} and ${face.model}, mean of the scores`, duration),
	};
}

function trackOf(timeline: LiveTimeline, model: string, until: number): LiveTrack {
	return {
		segments: timeline.segments().flatMap((segment) => within(segment, until)),
		overall: timeline.overall(),
		model,
	};
}

/** A segment cut at the end of the session; nothing where it lies behind it. */
function within(segment: Segment, until: number): Segment[] {
	const end = Math.min(segment.end, until);
	return end > segment.start ? [{ ...segment, end }] : [];
}
