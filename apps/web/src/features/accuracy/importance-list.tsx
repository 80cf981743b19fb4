import type { ResultDetail } from "@undertone/api";
import { axisTicks, minus } from "./studies/axis.ts";
import { WhiskerRows } from "./whisker-rows.tsx";

/** More are folded away. */
const first = 12;

/** The family of what a model hears beside its features. */
const vectors = "i-vectors";

/** What a model would miss most: permutation importance of its families of features, with intervals. */
export function ImportanceList({
	importances,
	id,
}: {
	readonly importances: ResultDetail["importances"];
	readonly id: string;
}) {
	if (importances.length === 0) return null;
	const ticks = axisTicks(
		100 * Math.min(0, ...importances.map(({ low }) => low)),
		100 * Math.max(...importances.map(({ high }) => high)),
	);
	const rows = importances.map(({ family, features, decrease, low, high }) => ({
		name: family,
		note: noteOf(family, features),
		value: 100 * decrease,
		low: 100 * low,
		high: 100 * high,
		words: `${minus(100 * decrease)} (${minus(100 * low)} to ${minus(100 * high)})`,
	}));
	const list = (part: typeof rows, label: string) => (
		<WhiskerRows
			label={label}
			rows={part}
			ticks={ticks}
			tickWords={(tick) => minus(tick).replace(".0", "")}
			mark={0}
		/>
	);
	return (
		<section className="card span" aria-labelledby="importances">
			<h2 id="importances">What it listens to</h2>
			<p className="soft small">
				Points of UAR lost on speakers it does not know when a family of features is exchanged between clips,
				with 95 % intervals over speakers. A family that says the same as another is missed little.
				{importances.some(({ family }) => family === vectors) &&
					" The i-vectors, what it hears in the short-time spectra of the whole clip, are exchanged together."}
			</p>
			{list(rows.slice(0, first), "Points of UAR lost without each family of features")}
			{rows.length > first && (
				<details>
					<summary>The other {rows.length - first}</summary>
					{list(rows.slice(first), "Points of UAR lost without each of the other families")}
				</details>
			)}
			<p className="soft small">
				Made again by <code>undertone importance recipes/{id}.json</code>
			</p>
		</section>
	);
}

function noteOf(family: string, count: number): string {
	const what = family === vectors ? "dimension" : "feature";
	return `${count} ${what}${count === 1 ? "" : "s"}`;
}
