import type { Emotion, Reason, Scores } from "@undertone/core";
import type { FeatureEffect } from "../explain/explain-features.ts";
import type { FrameExplanation } from "../explain/explain-frames.ts";
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
	/** What moved the highest score. Absent where it was not asked for, or nothing was scored. */
	readonly explanation?: {
		/** Of the recording: the whole, or the window that sounds most like the label. */
		readonly start: number;
		readonly end: number;
		readonly features: readonly FeatureEffect[];
		readonly frames: FrameExplanation | null;
	};
}

/**
 * An analysis as one line of JSON; see {@link AnalysisLine}. Times to the millisecond, scores to six decimals.
 *
 * @param options.explain - Whether it holds what moved the score, too; not by default.
 */
export function toJson(
	analysis: SpeechAnalysis,
	{ file, sampleRate, warnings = [] }: AnalysisSource,
	{ explain = false }: { readonly explain?: boolean } = {},
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
		...(explain && analysis.explained !== null ? { explanation: explanationOf(analysis) } : {}),
	};
	return JSON.stringify(line);
}

function explanationOf({
	explained,
	features,
	frames,
}: SpeechAnalysis): NonNullable<AnalysisLine["explanation"]> {
	const six = (value: number): number => rounded(value, 6);
	const three = (value: number): number => rounded(value, 3);
	return {
		start: three(explained?.start ?? 0),
		end: three(explained?.end ?? 0),
		features: features.map(({ value, usual, deviation, effect, ...words }) => ({
			...words,
			value: six(value),
			usual: six(usual),
			deviation: six(deviation),
			effect: six(effect),
		})),
		frames: frames && {
			...frames,
			score: six(frames.score),
			times: frames.times.map(three),
			hz: frames.hz?.map(three) ?? null,
			effects: frames.effects.map((row) => row.map(six)),
			without: frames.without.map((row) => row.map(six)),
			named: frames.named.map((part) => ({
				...part,
				start: three(part.start),
				end: three(part.end),
				hz: part.hz && ([three(part.hz[0]), three(part.hz[1])] as const),
				effect: six(part.effect),
				without: six(part.without),
			})),
		},
	};
}

function roundedScores(scores: Scores | null): Scores | null {
	if (scores === null) return null;
	return Object.fromEntries(Object.entries(scores).map(([label, score]) => [label, rounded(score, 6)]));
}

function rounded(value: number, decimals: number): number {
	return Number(value.toFixed(decimals));
}
