import type { Metric, Result } from "@undertone/api";
import { useState } from "react";
import { Link } from "wouter";
import { api } from "../../lib/api-client.ts";
import { percent } from "../../lib/format.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { ResultTables } from "./result-tables.tsx";

/** Every stored figure with its protocol and interval; a random split beside its honest neighbour. */
export function Accuracy() {
	const results = useAsync("results", () => api.results());
	return (
		<div className="page">
			<h1>How accurate is it?</h1>
			<p className="lead">
				Every figure says on which recordings it was measured, how the voices were separated, and how far
				chance may have moved it. The predictions behind each are kept, and one command makes it again.
			</p>
			<Await of={results}>
				{(all) =>
					all.length === 0 ? (
						<div className="empty">
							<p>
								No result is stored on this server yet. <code>undertone reproduce s1-tess</code> makes one.
							</p>
						</div>
					) : (
						<Figures results={all} />
					)
				}
			</Await>
		</div>
	);
}

function Figures({ results }: { readonly results: readonly Result[] }) {
	const random = results.find((result) => result.id === "s1-tess");
	const honest = results.find((result) => result.id === "s1-tess-speaker");
	const [chosen, setChosen] = useState(
		() => (results.find((result) => result.id === "speech") ?? results[0])?.id ?? "",
	);
	return (
		<div className="stack">
			{random !== undefined && honest !== undefined && <SideBySide random={random} honest={honest} />}
			<section className="card" aria-label="All figures">
				<h2>All figures</h2>
				{/* biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard */}
				<section className="scroll" tabIndex={0} aria-label="Table of figures">
					<table>
						<thead>
							<tr>
								<th scope="col">Tested on</th>
								<th scope="col">Voices</th>
								<th scope="col">Classifier</th>
								<th scope="col" className="number">
									Classes
								</th>
								<th scope="col" className="number">
									Clips
								</th>
								<th scope="col">UAR (95 %)</th>
								<th scope="col">Accuracy (95 %)</th>
								<th scope="col" className="number">
									Chance
								</th>
								<th scope="col">
									<span className="visually-hidden">Details</span>
								</th>
							</tr>
						</thead>
						<tbody>
							{results.map((result) => (
								<tr key={result.id}>
									<td>{result.corpora.join(" + ")}</td>
									<td>{voicesWords(result)}</td>
									<td>{result.classifier.split(",")[0]}</td>
									<td className="number">{result.labels.length}</td>
									<td className="number">{result.n.toLocaleString()}</td>
									<td>{metricWords(result.metrics.uar)}</td>
									<td>{metricWords(result.metrics.accuracy)}</td>
									<td className="number">{percent(1 / result.labels.length)}</td>
									<td>
										<button
											type="button"
											className="button small"
											aria-pressed={chosen === result.id}
											onClick={() => setChosen(result.id)}
											aria-label={`Details of ${result.id}`}
										>
											Details
										</button>
									</td>
								</tr>
							))}
						</tbody>
					</table>
				</section>
				<p className="soft small">
					UAR is the mean of the recalls of the classes: what remains when every class counts alike. Intervals
					are a bootstrap over speakers, or over clips where there are fewer than eight speakers.
				</p>
			</section>
			<Detail id={chosen} />
			<p className="soft small">
				The shipped model's own page: <Link href="/model">model card</Link>.
			</p>
		</div>
	);
}

function SideBySide({ random, honest }: { readonly random: Result; readonly honest: Result }) {
	const figure = (result: Result): string => percent(result.metrics.accuracy?.value ?? 0, 1);
	return (
		<section aria-label="The same network, two questions">
			<h2>The same network, two questions</h2>
			<div className="cards">
				<div className="card">
					<p className="soft small">Clips of the same two women on both sides (random 80/20)</p>
					<p className="figure-big">{figure(random)}</p>
					<p className="soft small">
						{metricWords(random.metrics.accuracy, 1)} accuracy, {random.n} clips, ten seeds
					</p>
				</div>
				<div className="card">
					<p className="soft small">Trained on one woman, tested on the other</p>
					<p className="figure-big">{figure(honest)}</p>
					<p className="soft small">
						{metricWords(honest.metrics.accuracy, 1)} accuracy, {honest.n.toLocaleString()} clips, both ways
					</p>
				</div>
			</div>
			<p className="soft small">
				TESS, seven classes, 40 MFCC means, 100-200-100. The first figure is the one usually printed; it says
				nothing about a third person. <code>{random.command}</code>
			</p>
		</section>
	);
}

function Detail({ id }: { readonly id: string }) {
	const detail = useAsync(id, () => api.result(id));
	return <Await of={detail}>{(value) => <ResultTables detail={value} />}</Await>;
}

function voicesWords({ split, adaptation, selection }: Result): string {
	const words = {
		"speaker-independent": "new voices",
		"sentence-independent": "new sentences, known voices",
		"speaker-and-sentence-independent": "new voices and sentences",
		random: "known voices (random)",
		"cross-corpus": "another corpus",
		fixed: "fixed test part",
	}[split];
	const adapted = adaptation.kind === "none" ? "" : `, profile of ${adaptation.k} clips`;
	return `${words}${adapted}${selection === "same-speakers" ? ", recipe chosen on the same voices" : ""}`;
}

function metricWords(metric: Metric | undefined, decimals = 1): string {
	if (metric === undefined) return "";
	return `${percent(metric.value, decimals)} (${percent(metric.low, decimals)}–${percent(metric.high, decimals)})`;
}
