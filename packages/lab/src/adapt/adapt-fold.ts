import { createRandom, type Emotion, type Matrix, zeros } from "@undertone/core";
import { type Fold, takeRows } from "@undertone/learn";
import type { LabelledClips } from "../experiments/labelled-clips.ts";
import type { Recipe } from "../recipes/recipe.ts";
import { bySpeaker } from "./by-speaker.ts";
import { populationOf, speakerUsual, writeNormalised } from "./speaker-statistics.ts";

/** Clips put aside for getting to know a speaker, whatever k is: the same clips are then scored for every k. */
const pool = { unlabelled: 10, neutral: 3 } as const;

/** A fold's features, normalised by speaker where the recipe says so. */
export interface AdaptedFold {
	/** With the training part normalised by all clips of its speakers. */
	readonly clips: LabelledClips;
	/** The training clips as a test clip would be seen, for calibration; row for row as `clips`. */
	readonly asTested: Matrix;
	/** A row for every clip to be predicted. */
	readonly testX: Matrix;
	/** Which clip each row of `testX` is, and in which draw. */
	readonly tested: readonly { readonly clip: number; readonly draw: number }[];
}

/**
 * Applies a recipe's adaptation to a fold: training speakers are normalised by all their clips; test speakers by
 * a few drawn clips, which are not scored (`unlabelled`, `neutral`), or by all their clips (`transductive`,
 * `self-trained`).
 */
export function adaptFold(recipe: Recipe, clips: LabelledClips, fold: Fold): AdaptedFold {
	const { adaptation } = recipe;
	if (adaptation.kind === "none") {
		return {
			clips,
			asTested: clips.data.x,
			testX: takeRows(clips.heard, fold.test),
			tested: Array.from(fold.test, (clip) => ({ clip, draw: 0 })),
		};
	}
	const { x } = clips.data;
	const neutral = (row: number): boolean => clips.emotions[row] === ("neutral" satisfies Emotion);
	const trained = bySpeaker(clips, fold.train);
	const population = populationOf(x, trained, neutral);
	const versions = clips.versions.map((version) => {
		const out = zeros(version.rows, version.columns);
		for (const rows of trained) {
			writeNormalised(
				version,
				rows,
				speakerUsual(version, rows, "any", population),
				out,
				(i) => rows[i] as number,
			);
		}
		return out;
	});
	const kind = adaptation.kind === "neutral" ? "neutral" : "any";
	const asTested = zeros(x.rows, x.columns);
	for (const rows of trained) {
		const { enrolled } = draw(recipe, clips, rows, neutral, 0);
		writeNormalised(x, rows, speakerUsual(x, enrolled, kind, population), asTested, (i) => rows[i] as number);
	}
	const draws = "draws" in adaptation ? adaptation.draws : 1;
	const plan = bySpeaker(clips, fold.test).flatMap((rows) =>
		Array.from({ length: draws }, (_, d) => ({ d, ...draw(recipe, clips, rows, neutral, d) })),
	);
	const tested = plan.flatMap(({ d, scored }) => scored.map((clip) => ({ clip, draw: d })));
	const testX = zeros(tested.length, x.columns);
	let at = 0;
	for (const { enrolled, scored } of plan) {
		const first = at;
		const { heard } = clips;
		writeNormalised(heard, scored, speakerUsual(heard, enrolled, kind, population), testX, (i) => first + i);
		at += scored.length;
	}
	const data = { ...clips.data, x: versions[0] as Matrix };
	return { clips: { ...clips, versions, data }, asTested, testX, tested };
}

/** Which clips of a speaker are listened to beforehand and which are scored, by draw. */
function draw(
	{ adaptation, seed }: Recipe,
	clips: LabelledClips,
	rows: readonly number[],
	neutral: (row: number) => boolean,
	d: number,
): { readonly enrolled: number[]; readonly scored: number[] } {
	if (!("k" in adaptation)) {
		return { enrolled: [...rows], scored: [...rows] };
	}
	const speaker = clips.speakers[rows[0] ?? 0] ?? "";
	const order = createRandom(seed)
		.fork(`${speaker}/${d}`)
		.shuffle([...rows]);
	const unlabelled = order.slice(0, pool.unlabelled);
	const calm = order.filter(neutral).slice(0, pool.neutral);
	const aside = new Set([...unlabelled, ...calm]);
	return {
		enrolled: (adaptation.kind === "neutral" ? calm : unlabelled).slice(0, adaptation.k),
		scored: rows.filter((row) => !aside.has(row)),
	};
}
