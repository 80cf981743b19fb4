import type { ResultDetail } from "@undertone/api";
import { percent } from "../../lib/format.ts";
import { Coverage, Reliability } from "./calibration-charts.tsx";
import { adaptationWords, classifierName, corpusOf, selections, splits, unitOf } from "./describe-result.ts";
import { GroupGaps } from "./group-gaps.tsx";
import { ImportanceList } from "./importance-list.tsx";
import { LearningCurves } from "./learning-curves.tsx";

/** What the stored predictions of a result show. */
export function ResultTables({ detail }: { readonly detail: ResultDetail }) {
	const { result, tables, importances, curves } = detail;
	const { ece, eceExpected, brier } = result.metrics;
	return (
		<div className="result-grid">
			<section className="card span">
				<h2>
					{classifierName(result.classifier)} on {corpusOf(result)}
				</h2>
				<div className="two">
					<Facts result={result} />
					<Metrics result={result} />
				</div>
				{result.caveat !== undefined && (
					<p>
						<strong>Read these figures as: {result.caveat}.</strong>
					</p>
				)}
				{result.notes?.map((note) => (
					<p className="soft small" key={note}>
						{note}
					</p>
				))}
			</section>
			<div className="span uneven">
				<section className="card">
					<h2>Class by class</h2>
					<PerClass lines={tables.perClass} unit={unitOf(result)} />
				</section>
				<section className="card">
					<h2>What each class was taken for</h2>
					<Confusion labels={result.labels} counts={tables.confusion} />
					<p className="soft small">
						Of the {unitOf(result)} of each class (rows), how many per cent were given which answer (columns).
					</p>
				</section>
			</div>
			<section className="card">
				<h2>Do the probabilities mean what they say?</h2>
				<Reliability bins={tables.reliability} />
				<p className="soft small">
					A perfect line would be the diagonal. Calibration error {share(ece?.value ?? null)}
					{eceExpected === undefined
						? ""
						: ` (a perfectly calibrated model would show ${share(eceExpected.value)} at this size)`}
					, Brier score {brier?.value.toFixed(3) ?? "–"}.
				</p>
			</section>
			<section className="card">
				<h2>If it may say "not sure"</h2>
				<Coverage points={tables.coverage} />
				<p className="soft small">
					The less of the least certain answers are given, the more of the others are right.
				</p>
			</section>
			<GroupGaps tables={tables.groups} unit={unitOf(result)} />
			<LearningCurves curves={curves} />
			<ImportanceList importances={importances} id={result.id} />
		</div>
	);
}

function share(value: number | null): string {
	return value === null ? "–" : percent(value, 1);
}

function Facts({ result }: { readonly result: ResultDetail["result"] }) {
	const rows: [string, React.ReactNode][] = [
		["Result", result.id],
		["Protocol", splits[result.split].title],
		...(result.trainedOn === undefined
			? []
			: ([["Trained on", result.trainedOn.join(", ")]] as [string, string][])),
		["Adaptation", adaptationWords(result.adaptation) || "none"],
		["Recipe chosen", selections[result.selection]],
		["Classifier", result.classifier],
		["Features", result.features],
		["Tested", `${result.n.toLocaleString()} ${unitOf(result)}, ${result.folds.length} test parts`],
		["Seed, date", `${result.seed}, ${result.date.slice(0, 10)}`],
		["Made again by", <code key="command">{result.command}</code>],
	];
	return (
		<dl className="facts">
			{rows.map(([name, value]) => (
				<div className="contents" key={name}>
					<dt>{name}</dt>
					<dd>{value}</dd>
				</div>
			))}
		</dl>
	);
}

const metricNames: Readonly<Record<string, string>> = {
	uar: "UAR (mean recall of the classes)",
	accuracy: "Accuracy",
	precision: "Precision, mean of the classes",
	f1: "F1, mean of the classes",
	ece: "Calibration error (ECE)",
	eceExpected: "ECE of a perfect calibration at this size",
	brier: "Brier score",
};

function Metrics({ result }: { readonly result: ResultDetail["result"] }) {
	return (
		<div>
			<table>
				<thead>
					<tr>
						<th scope="col">Figure</th>
						<th scope="col" className="number">
							Value
						</th>
						<th scope="col" className="number">
							95 %
						</th>
					</tr>
				</thead>
				<tbody>
					{orderedMetrics(result).map(([name, { value, low, high }]) => {
						const plain = name === "brier";
						const words = (number: number): string => (plain ? number.toFixed(3) : (100 * number).toFixed(1));
						return (
							<tr key={name}>
								<th scope="row">{metricNames[name] ?? name}</th>
								<td className="number">
									{words(value)}
									{plain ? "" : " %"}
								</td>
								<td className="number">
									{words(low)}–{words(high)}
								</td>
							</tr>
						);
					})}
				</tbody>
			</table>
			<p className="soft small">
				Intervals: bootstrap over {result.intervals ?? "speakers"}. Chance UAR{" "}
				{percent(1 / result.labels.length, 1)}.
			</p>
		</div>
	);
}

/** Those that have a name first, in its order. */
function orderedMetrics({ metrics }: ResultDetail["result"]) {
	const order = Object.keys(metricNames);
	const place = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
	return Object.entries(metrics).sort(([a], [b]) => place(a) - place(b));
}

function Scroll({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
		<section className="scroll" tabIndex={0} aria-label={label}>
			{children}
		</section>
	);
}

function PerClass({
	lines,
	unit,
}: {
	readonly lines: ResultDetail["tables"]["perClass"];
	readonly unit: string;
}) {
	return (
		<Scroll label="Figures by class">
			<table>
				<thead>
					<tr>
						<th scope="col">Class</th>
						{[unit, "Recall", "Precision", "F1"].map((name) => (
							<th scope="col" className="number" key={name}>
								{name[0]?.toUpperCase()}
								{name.slice(1)}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{lines.map((line) => (
						<tr key={line.label}>
							<th scope="row">{line.label}</th>
							<td className="number">{line.n.toLocaleString()}</td>
							<td className="number">{share(line.recall)}</td>
							<td className="number">{share(line.precision)}</td>
							<td className="number">{share(line.f1)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</Scroll>
	);
}

function Confusion({
	labels,
	counts,
}: {
	readonly labels: readonly string[];
	readonly counts: readonly (readonly number[])[];
}) {
	return (
		<Scroll label="Confusion matrix, % of each actual class">
			<table className="matrix">
				<thead>
					<tr>
						<th scope="col">%</th>
						{labels.map((label) => (
							<th scope="col" key={label}>
								{label}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{labels.map((label, row) => {
						const line = counts[row] ?? [];
						const total = line.reduce((sum, count) => sum + count, 0);
						return (
							<tr key={label}>
								<th scope="row">{label}</th>
								{labels.map((other, column) => {
									const part = total === 0 ? 0 : (line[column] ?? 0) / total;
									return (
										<td
											key={other}
											className={row === column ? "right" : undefined}
											style={{
												background: `color-mix(in srgb, var(--accent) ${Math.round(40 * part)}%, transparent)`,
											}}
										>
											{total === 0 ? "–" : (100 * part).toFixed(0)}
										</td>
									);
								})}
							</tr>
						);
					})}
				</tbody>
			</table>
		</Scroll>
	);
}
