import type { NewAnalysisOf } from "@undertone/api";
import type { Prediction } from "@undertone/core";
import type { LiveTrack } from "@undertone/recognize";
import { api } from "../api-client.ts";
import { dateTime } from "../format.ts";
import { remember } from "../results-memory.ts";
import type { LiveSession } from "./live-session.ts";

/** Pairs that an outline may have at most. */
const mostPairs = 800;

/** What holds for who saves. */
interface SaveRules {
	readonly loggedIn: boolean;
	readonly saveHistory: boolean;
	readonly ownVoiceOnly: boolean;
}

/**
 * Puts the timelines of a session, its marks and its note into the history of who is logged in and wants it; otherwise
 * keeps them until the page is closed. Neither sound nor picture is part of it.
 *
 * @returns The id of the result, for its page.
 */
export async function saveLive(session: LiveSession, rules: SaveRules): Promise<string> {
	const entry = liveEntry(session, rules.ownVoiceOnly);
	if (rules.loggedIn && rules.saveHistory) {
		const { analysis, saved } = await api.saveResult(entry, null);
		remember({ analysis, saved, audio: null, signal: null });
		return analysis.id;
	}
	const id = `visit-${crypto.randomUUID()}`;
	const { ownVoice: _, ...kept } = entry;
	const createdAt = kept.result.started;
	remember({
		analysis: { ...kept, id, createdAt, recordingKept: false, correction: null },
		saved: false,
		audio: null,
		signal: null,
	});
	return id;
}

/** What is stored of a session. */
export function liveEntry(session: Pick<LiveSession, "record" | "store" | "wave">, ownVoice: boolean) {
	const { started, duration, speech, face, fused, marks, note } = session.record();
	const { hasProfile, hasNeutralFace } = session.store.get();
	// Where one source has told nothing, the whole is what the other told.
	const overall = fused?.overall ?? speech?.overall ?? face?.overall ?? null;
	const nothing: Prediction = {
		label: null,
		scores: null,
		confidence: 0,
		notSure: true,
		reasons: [speech === null ? "no-face" : "no-speech"],
	};
	return {
		kind: "live",
		source: "live",
		title: `Live, ${dateTime(started)}`,
		file: null,
		result: {
			...plain(overall ?? nothing),
			duration,
			started,
			speech:
				speech === null
					? null
					: { ...track(speech), heard: speech.heard.map(({ start, end }) => ({ start, end })) },
			face: face === null ? null : track(face),
			fused: fused === null ? null : track(fused),
			marks: marks.map(({ time, text }) => ({ time, text })),
			profile: hasProfile,
			neutralFace: hasNeutralFace,
		},
		peaks: speech === null ? [] : outlineOf(session.wave.outline),
		note,
		ownVoice,
	} satisfies NewAnalysisOf<"live">;
}

function track({ segments, overall, model }: LiveTrack) {
	return {
		segments: segments.map(({ start, end, ...said }) => ({ start, end, ...plain(said) })),
		overall: overall === null ? null : plain(overall),
		model,
	};
}

function plain({ label, scores, confidence, notSure, reasons }: Prediction) {
	return { label, scores, confidence, notSure, reasons: [...reasons] };
}

/** The outline in as many pairs as are stored. */
function outlineOf(outline: readonly number[]): number[] {
	const pairs = outline.length / 2;
	const count = Math.min(mostPairs, pairs);
	const round = (value: number): number => Math.round(1000 * Math.max(-1, Math.min(1, value))) / 1000;
	return Array.from({ length: count }, (_, i) => {
		const from = Math.floor((i * pairs) / count);
		const to = Math.max(from + 1, Math.floor(((i + 1) * pairs) / count));
		let low = 0;
		let high = 0;
		for (let k = from; k < to; k++) {
			low = Math.min(low, outline[2 * k] as number);
			high = Math.max(high, outline[2 * k + 1] as number);
		}
		return [round(low), round(high)];
	}).flat();
}
