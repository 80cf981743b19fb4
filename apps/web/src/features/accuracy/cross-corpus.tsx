import type { ListedResult } from "@undertone/api";
import { percent } from "../../lib/format.ts";
import { adaptationWords, classifierName, classWords } from "./describe-result.ts";
import { type Measure, measures } from "./figure-list.tsx";

/** From corpora to corpora: what a model keeps when language, actors and microphone change. */
export function CrossCorpus({
	results,
	measure,
	onChoose,
}: {
	readonly results: readonly ListedResult[];
	readonly measure: Measure;
	readonly onChoose: (id: string) => void;
}) {
	const crossing = results.filter(({ split }) => split === "cross-corpus");
	if (crossing.length === 0) return null;
	const sources = [...new Set(crossing.map(sourceOf))].sort((a, b) => a.localeCompare(b, "en"));
	const tested = [...new Set(crossing.map(({ corpora }) => corpora.join(" + ")))].sort();
	const columns = [...new Set([...tested, ...sources.filter((source) => !source.includes(" + "))])];
	const within = results.filter(
		({ split, corpora, adaptation, trainedOn }) =>
			split === "speaker-independent" &&
			corpora.length === 1 &&
			adaptation.kind === "none" &&
			trainedOn === undefined,
	);
	return (
		<section className="card" aria-labelledby="across">
			<h2 id="across">From corpus to corpus</h2>
			<p className="soft small">
				{measures[measure].name} of the best stored recipe, and beside it, where there is one, with the
				features normalised by all clips of the test speaker, or with a profile. Chance is 1 divided by the
				number of classes.
			</p>
			{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
			<section className="scroll" tabIndex={0} aria-label="From corpus to corpus">
				<table className="crossing">
					<thead>
						<tr>
							<th scope="col">trained on \ tested on</th>
							{columns.map((column) => (
								<th scope="col" key={column}>
									{column}
								</th>
							))}
						</tr>
					</thead>
					<tbody>
						{sources.map((source) => (
							<tr key={source}>
								<th scope="row">{source}</th>
								{columns.map((column) => (
									<td key={column}>
										<Cell
											found={crossing.filter(
												(result) => sourceOf(result) === source && result.corpora.join(" + ") === column,
											)}
											measure={measure}
											onChoose={onChoose}
										/>
									</td>
								))}
							</tr>
						))}
						<tr>
							<th scope="row">itself, new voices</th>
							{columns.map((column) => (
								<td key={column}>
									<Cell
										found={within.filter(({ corpora }) => corpora[0] === column)}
										measure={measure}
										onChoose={onChoose}
									/>
								</td>
							))}
						</tr>
					</tbody>
				</table>
			</section>
		</section>
	);
}

function sourceOf({ trainedOn, corpora }: ListedResult): string {
	return (trainedOn ?? corpora).toSorted().join(" + ");
}

function Cell({
	found,
	measure,
	onChoose,
}: {
	readonly found: readonly ListedResult[];
	readonly measure: Measure;
	readonly onChoose: (id: string) => void;
}) {
	if (found.length === 0) return <span className="soft">–</span>;
	const value = (result: ListedResult): number => result.metrics[measure]?.value ?? 0;
	const best = (kinds: readonly ListedResult["adaptation"]["kind"][]): ListedResult | undefined =>
		found.filter(({ adaptation }) => kinds.includes(adaptation.kind)).sort((a, b) => value(b) - value(a))[0];
	return [best(["none"]), best(["neutral", "unlabelled"]), best(["transductive"]), best(["self-trained"])]
		.filter((result) => result !== undefined)
		.map((result) => (
			<button
				type="button"
				className="cell"
				key={result.id}
				onClick={() => onChoose(result.id)}
				title={`${classifierName(result.classifier)}, ${classWords(result)} classes`}
			>
				<strong>{percent(value(result), 1)}</strong>
				<span className="soft small">
					{adaptationWords(result.adaptation) || classifierName(result.classifier)}
				</span>
			</button>
		));
}
