import { type FeatureSet, featureSets, getFeatureSet } from "@undertone/speech";
import { useDeferredValue, useState } from "react";
import { download } from "../../lib/download.ts";
import { measureSet } from "../../lib/measure-features.ts";
import { useAsync } from "../../lib/use-async.ts";
import { Await } from "../../ui/feedback.tsx";
import { functionalsCsv } from "./csv.ts";
import { formatValue } from "./format-value.ts";
import { loadPopulation, type Population, placeOf, type Usual, usualOf } from "./population.ts";

const titles: Readonly<Record<string, string>> = {
	undertone: "what the emotion model hears",
	prosody: "pitch and intensity",
	temporal: "speech, pauses, syllables",
	voice: "voice quality, formants, glottis",
	spectral: "spectrum",
	praat: "as Praat names them",
	gemaps88: "GeMAPS (Eyben et al. 2016)",
	classic180: "MFCC, chroma, mel",
	"s1-mfcc40": "40 MFCC means",
};

const sets = featureSets().filter(({ kind }) => kind === "functionals");

/** The numbers of a whole recording: name, unit, definition, and this value among what is usual. */
export function Functionals({ opened, name }: { readonly opened: number; readonly name: string }) {
	const [id, setId] = useState("prosody@1");
	const [query, setQuery] = useState("");
	const asked = useDeferredValue(query.toLowerCase());
	const set = getFeatureSet(id);
	const measured = useAsync(`${opened} ${id}`, async () => ({
		values: await measureSet(id),
		population: await loadPopulation(),
	}));
	return (
		<div className="stack">
			<div className="choices">
				<div className="field">
					<label htmlFor="set">Feature set</label>
					<select id="set" value={id} onChange={(event) => setId(event.target.value)}>
						{sets.map((each) => (
							<option key={each.id} value={each.id}>
								{each.id}: {titles[each.name] ?? each.name} ({each.features.length})
							</option>
						))}
					</select>
				</div>
				<div className="field">
					<label htmlFor="find">Find</label>
					<input
						id="find"
						type="search"
						placeholder="Name or definition"
						value={query}
						onChange={(event) => setQuery(event.target.value)}
					/>
				</div>
			</div>
			<Await of={measured}>
				{({ values, population }) => (
					<>
						<FunctionalTable set={set} values={values} population={population} query={asked} />
						<div className="row">
							<button
								type="button"
								className="button small"
								onClick={() =>
									download(`${name}.${set.name}.csv`, "text/csv", functionalsCsv(set, values, population))
								}
							>
								Download {set.id} (CSV)
							</button>
						</div>
						{population.clips > 0 && (
							<p className="soft small">
								"Usual" is from the 5th to the 95th percentile of {population.clips.toLocaleString()}{" "}
								recordings of {population.speakers} speakers ({population.corpora.join(", ")}), all acted; the
								mark is the median. Many numbers of the spectrum depend on the microphone and the room as
								well.
							</p>
						)}
					</>
				)}
			</Await>
		</div>
	);
}

function FunctionalTable({
	set,
	values,
	population,
	query,
}: {
	readonly set: FeatureSet;
	readonly values: Float32Array;
	readonly population: Population;
	readonly query: string;
}) {
	const rows = set.features
		.map((feature, i) => ({
			...feature,
			value: values[i] ?? Number.NaN,
			usual: usualOf(population, set.id, feature.name),
		}))
		.filter(({ name, description }) => `${name} ${description}`.toLowerCase().includes(query));
	if (rows.length === 0) return <p className="soft">No number of {set.id} is called so.</p>;
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
		<section className="scroll functionals" tabIndex={0} aria-label={`Numbers of ${set.id}`}>
			<table>
				<thead className="sticky">
					<tr>
						<th scope="col">Number</th>
						<th scope="col" className="number">
							Value
						</th>
						<th scope="col">Unit</th>
						<th scope="col">Among what is usual</th>
						<th scope="col">Definition after</th>
					</tr>
				</thead>
				<tbody>
					{rows.map(({ name, unit, source, description, value, usual }) => (
						<tr key={name}>
							<th scope="row">
								<code>{name}</code>
								<br />
								<span className="soft small plain-weight">{description}</span>
							</th>
							<td className="number">{formatValue(value)}</td>
							<td>{unit === "1" ? "" : unit}</td>
							<td>{usual !== null && <Place value={value} usual={usual} />}</td>
							<td className="soft small">{source}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	);
}

const places = ["very low", "low", "usual", "high", "very high"] as const;

/** A value as a dot on the band of what is usual. */
function Place({ value, usual }: { readonly value: number; readonly usual: Usual }) {
	const { low, median, high } = usual;
	const span = high - low || Math.abs(high) || 1;
	const at = (x: number): number => Math.max(1, Math.min(99, 15 + (70 * (x - low)) / span));
	return (
		<div className="place">
			<svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
				<line className="band" x1="15" x2="85" y1="6" y2="6" />
				<line className="median" x1={at(median)} x2={at(median)} y1="1" y2="11" />
				{Number.isFinite(value) && <line className="point" x1={at(value)} x2={at(value)} y1="6" y2="6" />}
			</svg>
			<span className="soft small">
				{Number.isFinite(value) ? `${places[placeOf(value, usual) + 2]}: ` : ""}
				{formatValue(low)} to {formatValue(high)}
			</span>
		</div>
	);
}
