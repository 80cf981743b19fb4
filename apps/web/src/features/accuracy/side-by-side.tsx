import type { ListedResult, Metric } from "@undertone/api";
import { percent } from "../../lib/format.ts";
import { classifierName, corpusOf, type Pair, pairsOf, unitOf } from "./describe-result.ts";
import { type Measure, measures } from "./figure-list.tsx";

/** A random split, and what remains of its figure for a new voice; where a corpus has none, the paper's. */
export function SideBySide({
	all,
	corpus,
	measure,
}: {
	readonly all: readonly ListedResult[];
	readonly corpus: string;
	readonly measure: Measure;
}) {
	const here = pairsOf(all.filter((result) => corpusOf(result) === corpus));
	const pairs = here.length > 0 ? here : pairsOf(all).filter(({ random }) => random.id === "s1-tess");
	const first = pairs.find(({ random }) => random.id === "s1-tess") ?? pairs[0];
	if (first === undefined) {
		return (
			<p className="soft small">No random split is stored: nobody is in the training and in the test part.</p>
		);
	}
	const { random, honest } = first;
	const others = pairs.filter((pair) => pair !== first);
	return (
		<section aria-label="Random and honest, side by side">
			<h3>Random and honest, side by side{here.length > 0 ? "" : `: ${corpusOf(random)}`}</h3>
			<div className="pair">
				<Half
					result={random}
					measure={measure}
					words="The same voices on both sides (random split)"
					recipe={classifierName(random.classifier)}
				/>
				<Half
					result={honest}
					measure={measure}
					words="Voices never heard in training"
					recipe="the same recipe"
				/>
			</div>
			{others.length > 0 && <Others pairs={others} measure={measure} />}
			<p className="soft small">
				The first figure is the one usually printed. It says nothing about a person who is not in the corpus.
			</p>
		</section>
	);
}

function Others({
	pairs,
	measure,
}: {
	readonly pairs: readonly Pair<ListedResult>[];
	readonly measure: Measure;
}) {
	const figure = (result: ListedResult): string => percent(result.metrics[measure]?.value ?? 0, 1);
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
		<section className="scroll" tabIndex={0} aria-label="Other recipes, random and honest">
			<table>
				<thead>
					<tr>
						<th scope="col">Recipe</th>
						<th scope="col" className="number">
							Known voices
						</th>
						<th scope="col" className="number">
							New voices
						</th>
					</tr>
				</thead>
				<tbody>
					{pairs.map(({ random, honest }) => (
						<tr key={random.id}>
							<th scope="row">{classifierName(random.classifier)}</th>
							<td className="number">{figure(random)}</td>
							<td className="number">{figure(honest)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

function Half({
	result,
	measure,
	words,
	recipe,
}: {
	readonly result: ListedResult;
	readonly measure: Measure;
	readonly words: string;
	readonly recipe: string;
}) {
	const metric = result.metrics[measure];
	return (
		<div className="half">
			<p className="soft small">{words}</p>
			<p className="figure-big">{percent(metric?.value ?? 0, 1)}</p>
			<p className="soft small">
				{measures[measure].name} {range(metric)}; {recipe}, {result.n.toLocaleString()} {unitOf(result)}.{" "}
				<code>{result.command}</code>
			</p>
		</div>
	);
}

function range(metric: Metric | undefined): string {
	if (metric === undefined) return "";
	return `(${(100 * metric.low).toFixed(1)}–${(100 * metric.high).toFixed(1)})`;
}
