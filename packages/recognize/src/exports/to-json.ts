import type { Emotion, Reason, Scores } from "@undertone/core";
import type { SpeechAnalysis } from "../speech/speech-analysis.ts";
import type { AnalysisSource } from "./source.ts";

/** An analysis as `undertone analyze --json` prints it. */
export interface AnalysisLine {
	readonly file: string;
	readonly duration: number;
	readonly sampleRate: number;
	readonly model: string;
	readonly label: Emotion | null;
	readonly scores: Scores | null;
	readonly confidence: number;
	readonly notSure: boolean;
	readonly reasons: readonly Reason[];
	/** What was wrong with the file: cut short, samples that are no numbers. Absent where nothing was. */
	readonly warnings?: readonly { readonly code: string; readonly message: string }[];
	/** Whether the speaker profile was used, and if not, why. Absent where none was given. */
	readonly profile?: { readonly used: boolean; readonly why: string | null };
	readonly segments: readonly {
		readonly start: number;
		readonly end: number;
		readonly label: Emotion | null;
		readonly scores: Scores | null;
	}[];
}

/** An analysis as one line of JSON; see {@link AnalysisLine}. Times to the millisecond, scores to six decimals. */
export function toJson(
	analysis: SpeechAnalysis,
	{ file, sampleRate, warnings = [] }: AnalysisSource,
): string {
	const line: AnalysisLine = {
		file,
		duration: rounded(analysis.duration, 3),
		sampleRate,
		model: analysis.model.name,
		label: analysis.label,
		scores: roundedScores(analysis.scores),
		confidence: rounded(analysis.confidence, 6),
		notSure: analysis.notSure,
		reasons: analysis.reasons,
		...(warnings.length === 0 ? {} : { warnings }),
		...(analysis.profile === null ? {} : { profile: analysis.profile }),
		segments: analysis.segments.map(({ start, end, label, scores }) => ({
			start: rounded(start, 3),
			end: rounded(end, 3),
			label,
			scores: roundedScores(scores),
		})),
	};
	return JSON.stringify(line);
}

function roundedScores(scores: Scores | null): Scores | null {
	if (scores === null) return null;
	return Object.fromEntries(Object.entries(scores).map(([label, score]) => [label, rounded(score, 6)]));
}

function rounded(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}
