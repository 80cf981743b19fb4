import { percent } from "../terminal/percent.ts";
import type { Terminal } from "../terminal/terminal.ts";
import type { FilmEvaluation } from "./evaluate-films.ts";
import type { Evaluation } from "./summarise.ts";

const words: Readonly<Record<string, string>> = {
	uar: "UAR (unweighted average recall)",
	accuracy: "accuracy",
	precision: "precision (macro)",
	f1: "F1 (macro)",
	ece: "calibration error (ECE)",
	brier: "Brier score",
};

const mostFiles = 5;

/** Prints an evaluation with everything that is needed to read its figures rightly. */
export function printEvaluation(evaluation: Evaluation, { print, style }: Terminal): void {
	const { labels, n, speakers, chance, sure } = evaluation;
	print(style("bold", `${evaluation.model} on ${evaluation.corpus}`));
	const people = evaluation.people ?? (speakers === 1 ? "one speaker" : `${speakers} speakers`);
	print(
		`${n} ${evaluation.people === undefined ? "clips" : "pictures"} of ${people}, ${labels.length} classes, no speaker profile`,
	);
	if (speakers === 1) print(style("yellow", "One speaker: the figures say nothing about others."));
	for (const [from, to] of Object.entries(evaluation.mapped)) print(`${from} counts as ${to}`);
	for (const [label, count] of Object.entries(evaluation.leftOut)) {
		print(`${count} clips left out: the model does not know ${label}`);
	}
	for (const { file, reason } of evaluation.unknownFiles.slice(0, mostFiles))
		print(`not used: ${file}: ${reason}`);
	const more = evaluation.unknownFiles.length - mostFiles;
	if (more > 0) print(`… and ${more} more; --json lists all`);
	if (evaluation.trainedOnIt) {
		print(style("yellow", "This model was trained on this corpus: the figures are no test of it."));
	}
	print();
	const widest = Math.max(...Object.values(words).map((word) => word.length));
	for (const [name, { value, low, high }] of Object.entries(evaluation.metrics)) {
		const interval = style(
			"dim",
			Number.isNaN(value) ? "a class was never answered" : `[${percent(low)} – ${percent(high)}]`,
		);
		print(`${(words[name] ?? name).padEnd(widest)}  ${percent(value)}  ${interval}`);
	}
	print(
		style(
			"dim",
			`95 % intervals over ${evaluation.intervals}; chance UAR ${percent(chance.uar)}, ` +
				`always the commonest class: accuracy ${percent(chance.majorityAccuracy)}`,
		),
	);
	if (sure.coverage < 1) {
		print(`Sure of ${percent(sure.coverage)} of the clips, and right in ${percent(sure.accuracy)} of these.`);
	}
	print();
	const outside = evaluation.confusion.some((line) => (line.at(-1) as number) > 0);
	const heads = [...labels, ...(outside ? ["other"] : [])];
	const left = Math.max(...labels.map((label) => label.length), 6);
	print(
		style(
			"bold",
			`${"actual".padEnd(left)}  recall  ${heads.map((head) => head.slice(0, 6).padStart(6)).join(" ")}`,
		),
	);
	for (const [i, label] of labels.entries()) {
		const line = evaluation.confusion[i] as readonly number[];
		const cells = (outside ? line : line.slice(0, -1)).map((count, c) => {
			const cell = String(count).padStart(6);
			return c === i ? style("green", cell) : cell;
		});
		print(
			`${label.padEnd(left)} ${percent(evaluation.recall[label] ?? Number.NaN).padStart(7)}  ${cells.join(" ")}`,
		);
	}
}

/** Prints how voice, face and both do, one after the other, and what fusion gains. */
export function printFilms(
	{ voice, face, both, silent, faceless, gain }: FilmEvaluation,
	terminal: Terminal,
): void {
	for (const evaluation of [voice, face, both]) {
		printEvaluation(evaluation, terminal);
		terminal.print();
	}
	if (silent > 0) terminal.print(`${silent} films without usable speech are judged by the face alone.`);
	if (faceless > 0) terminal.print(`${faceless} films without a usable face are judged by the voice alone.`);
	if (gain.n === 0) return;
	const points = (value: number): string => (100 * value).toFixed(1);
	terminal.print(
		`On the ${gain.n} films with both, fusion is ${points(gain.value)} points of UAR above the ${gain.over} alone (95 %: ${points(gain.low)} to ${points(gain.high)}).`,
	);
}
