import type { FileFacts, NewAnalysis } from "@undertone/api";
import { api } from "../api-client.ts";
import { clock, dateTime } from "../format.ts";
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
 * Puts the voice's timeline of a session, its marks and its note into the history of who is logged in and wants it;
 * otherwise keeps it until the page is closed.
 *
 * @returns The id of the result, for its page.
 */
export async function saveLive(session: LiveSession, rules: SaveRules): Promise<string> {
	const record = session.record();
	const { speech, duration, started } = record;
	if (speech === null)
		throw new Error("There is no voice in it, so there is nothing the history could hold.");
	const marks = record.marks.map(({ time, text }) => `${clock(time)} ${text === "" ? "mark" : text}`);
	const title = `Live, ${dateTime(started)}`;
	const model = session.voiceModel;
	const result: NewAnalysis["result"] = {
		...(speech.overall === null
			? { label: null, scores: null, confidence: 0, notSure: true, reasons: ["no-speech"] }
			: { ...speech.overall, reasons: [...speech.overall.reasons] }),
		duration,
		segments: speech.segments.map((segment) => ({ ...segment, reasons: [...segment.reasons] })),
		speech: speech.heard.map(({ start, end }) => ({ start, end })),
		features: [],
		explained: null,
		model,
		profile: session.store.get().hasProfile ? { used: true, why: null } : null,
	};
	const entry = {
		title,
		source: "live",
		file: factsOf(session, title, duration),
		result,
		peaks: outlineOf(session.wave.outline),
		note: [record.note, ...marks].filter((line) => line !== "").join("\n"),
		ownVoice: rules.ownVoiceOnly,
	} satisfies NewAnalysis;
	if (rules.loggedIn && rules.saveHistory) {
		const { analysis, saved } = await api.saveResult(entry, null);
		remember({ analysis, saved, audio: null, signal: null });
		return analysis.id;
	}
	const id = `visit-${crypto.randomUUID()}`;
	const { ownVoice: _, ...kept } = entry;
	remember({
		analysis: { ...kept, id, createdAt: started, model, recordingKept: false, correction: null },
		saved: false,
		audio: null,
		signal: null,
	});
	return id;
}

function factsOf({ level, store }: LiveSession, name: string, duration: number): FileFacts {
	const { samples, peak, energy, clipped } = level ?? { samples: 0, peak: 0, energy: 0, clipped: 0 };
	const decibels = (value: number): number | null => (value > 0 ? 20 * Math.log10(value) : null);
	return {
		name,
		size: 0,
		sha256: null,
		sampleRate: store.get().voice.settings?.sampleRate ?? 48_000,
		channels: 1,
		container: "live",
		codec: "not recorded",
		bitsPerSample: null,
		duration,
		level: {
			peakDb: decibels(peak),
			rmsDb: decibels(Math.sqrt(energy / Math.max(1, samples))),
			noiseFloorDb: null,
			clippedSamples: clipped,
			clippedShare: clipped / Math.max(1, samples),
			silenceShare: 0,
			offset: 0,
			bandwidth: 8000,
		},
		warnings: [],
	};
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
