import type { ListedResult } from "@undertone/api";
import { percent } from "../../lib/format.ts";
import { adaptationWords, classifierName, classWords, type splits, unitOf } from "./describe-result.ts";

/** The figure that is compared. */
export type Measure = "uar" | "accuracy";

/** What a measure is called, and the lines that stand for knowing nothing. */
export const measures = {
	uar: { name: "UAR", line: () => undefined },
	accuracy: { name: "Accuracy", line: ({ majority }: ListedResult) => majority },
} as const satisfies Record<Measure, { name: string; line: (result: ListedResult) => number | undefined }>;

const adaptations = ["none", "neutral", "unlabelled", "transductive", "self-trained"] as const;

/** Every classifier of one protocol with its interval, beside the lines of chance and of the commonest class. */
export function FigureList({
	title,
	results,
	measure,
	chosen,
	onChoose,
}: {
	readonly title: (typeof splits)[keyof typeof splits]["title"];
	readonly results: readonly ListedResult[];
	readonly measure: Measure;
	readonly chosen: string | undefined;
	readonly onChoose: (id: string) => void;
}) {
	const value = (result: ListedResult): number => result.metrics[measure]?.value ?? 0;
	const rank = ({ adaptation }: ListedResult): number => adaptations.indexOf(adaptation.kind);
	const ordered = results.toSorted((a, b) => rank(a) - rank(b) || value(b) - value(a));
	return (
		<section className="figures" aria-label={title}>
			<div className="figure-head">
				<h3>{title}</h3>
				<Axis />
			</div>
			<ol className="figure-rows">
				{ordered.map((result) => (
					<li key={result.id} className={chosen === result.id ? "figure-row chosen" : "figure-row"}>
						<FigureName result={result} />
						<Interval result={result} measure={measure} />
						<FigureValue result={result} measure={measure} />
						<button
							type="button"
							className="button small"
							aria-pressed={chosen === result.id}
							aria-label={`Details of ${result.id}`}
							onClick={() => onChoose(result.id)}
						>
							Details
						</button>
					</li>
				))}
			</ol>
		</section>
	);
}

function FigureName({ result }: { readonly result: ListedResult }) {
	const adapted = adaptationWords(result.adaptation);
	return (
		<div className="figure-name">
			<strong>{classifierName(result.classifier)}</strong>
			<span className="soft small">
				{result.trainedOn !== undefined && result.split === "cross-corpus"
					? `trained on ${result.trainedOn.join(", ")} · `
					: ""}
				{result.id} · {result.features} · {result.n.toLocaleString()} {unitOf(result)}, {classWords(result)}{" "}
				classes
			</span>
			{(adapted !== "" || result.selection === "same-speakers" || result.caveat !== undefined) && (
				<span className="tags">
					{adapted !== "" && <span className="tag adapted">{adapted}</span>}
					{result.selection === "same-speakers" && <span className="tag">chosen on the same speakers</span>}
					{result.caveat !== undefined && <span className="tag">{result.caveat}</span>}
				</span>
			)}
		</div>
	);
}

function FigureValue({ result, measure }: { readonly result: ListedResult; readonly measure: Measure }) {
	const metric = result.metrics[measure];
	if (metric === undefined) return <div className="figure-value">–</div>;
	return (
		<div className="figure-value">
			<strong>{percent(metric.value, 1)}</strong>
			<span className="soft small">
				{(100 * metric.low).toFixed(1)}–{(100 * metric.high).toFixed(1)}
			</span>
		</div>
	);
}

/** A dot with its interval; a dashed line at chance, a dotted one at the commonest class. */
function Interval({ result, measure }: { readonly result: ListedResult; readonly measure: Measure }) {
	const metric = result.metrics[measure];
	const majority = measures[measure].line(result);
	const chance = 1 / result.labels.length;
	const adapted = result.adaptation.kind !== "none";
	return (
		<svg className="figure-plot" viewBox="0 0 100 24" preserveAspectRatio="none" aria-hidden="true">
			<Grid />
			<line className="chance" x1={100 * chance} x2={100 * chance} y1="0" y2="24" />
			{majority !== undefined && (
				<line className="majority" x1={100 * majority} x2={100 * majority} y1="0" y2="24" />
			)}
			{metric !== undefined && (
				<>
					<line
						className={adapted ? "interval adapted" : "interval"}
						x1={100 * metric.low}
						x2={100 * metric.high}
						y1="12"
						y2="12"
					/>
					<line
						className={adapted ? "point adapted" : "point"}
						x1={100 * metric.value}
						x2={100 * metric.value}
						y1="12"
						y2="12"
					/>
				</>
			)}
		</svg>
	);
}

function Grid() {
	return [0, 25, 50, 75, 100].map((x) => <line key={x} className="grid" x1={x} x2={x} y1="0" y2="24" />);
}

function Axis() {
	return (
		<div className="figure-axis soft small" aria-hidden="true">
			{[0, 25, 50, 75, 100].map((tick) => (
				<span key={tick}>{tick} %</span>
			))}
		</div>
	);
}
