import type { ResultDetail } from "@undertone/api";
import { percent } from "../../lib/format.ts";

/** What the stored predictions of a result show. */
export function ResultTables({ detail }: { readonly detail: ResultDetail }) {
	const { result, tables } = detail;
	const { ece, brier } = result.metrics;
	return (
		<div className="result-grid">
			<section className="card span">
				<h2>{result.corpora.join(" + ")}, class by class</h2>
				<p className="soft small">
					{result.classifier}; {result.features}; {result.n.toLocaleString()} clips. Made again by{" "}
					<code>{result.command}</code>.
				</p>
				<Scroll label="Figures by class">
					<table>
						<thead>
							<tr>
								<th scope="col">Class</th>
								<th scope="col" className="number">
									Clips
								</th>
								<th scope="col" className="number">
									Recall
								</th>
								<th scope="col" className="number">
									Precision
								</th>
								<th scope="col" className="number">
									F1
								</th>
							</tr>
						</thead>
						<tbody>
							{tables.perClass.map((line) => (
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
				{result.notes?.map((note) => (
					<p className="soft small" key={note}>
						{note}
					</p>
				))}
			</section>
			<section className="card span">
				<h2>What each class was taken for</h2>
				<Confusion labels={result.labels} counts={tables.confusion} />
			</section>
			<section className="card">
				<h2>Do the probabilities mean what they say?</h2>
				<Reliability bins={tables.reliability} />
				<p className="soft small">
					A perfect line would be the diagonal. Calibration error {share(ece?.value ?? null)}, Brier score{" "}
					{brier?.value.toFixed(3) ?? "–"}.
				</p>
			</section>
			<section className="card">
				<h2>Voice by voice</h2>
				<Groups groups={[...tables.perSex, ...tables.perSpeaker]} />
			</section>
		</div>
	);
}

function share(value: number | null): string {
	return value === null ? "–" : percent(value, 1);
}

function Scroll({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
	return (
		// biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reachable by keyboard
		<section className="scroll" tabIndex={0} aria-label={label}>
			{children}
		</section>
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
		<Scroll label="Confusion matrix">
			<table className="matrix">
				<thead>
					<tr>
						<th scope="col">actual \ taken for</th>
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
									const strength = Math.round(80 * part);
									return (
										<td
											key={other}
											style={{
												background: `color-mix(in srgb, var(--accent) ${strength / 2}%, transparent)`,
											}}
										>
											{percent(part)}
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

function Reliability({ bins }: { readonly bins: ResultDetail["tables"]["reliability"] }) {
	const x = (value: number): number => 40 + 250 * value;
	const y = (value: number): number => 260 - 240 * value;
	const words = bins
		.map((bin) => `said ${percent(bin.confidence)}, right ${percent(bin.accuracy)}`)
		.join("; ");
	return (
		<svg className="chart" viewBox="0 0 310 300" role="img" aria-label={`Reliability diagram: ${words}`}>
			<rect x={x(0)} y={y(1)} width="250" height="240" fill="none" stroke="var(--line)" />
			<line x1={x(0)} y1={y(0)} x2={x(1)} y2={y(1)} stroke="var(--line-strong)" strokeDasharray="4 4" />
			<polyline
				points={bins.map((bin) => `${x(bin.confidence)},${y(bin.accuracy)}`).join(" ")}
				fill="none"
				stroke="var(--accent)"
				strokeWidth="2"
			/>
			{bins.map((bin) => (
				<circle key={bin.confidence} cx={x(bin.confidence)} cy={y(bin.accuracy)} r="4" fill="var(--accent)" />
			))}
			{[0, 0.5, 1].map((tick) => (
				<g key={tick}>
					<text x={x(tick)} y="276" textAnchor="middle">
						{percent(tick)}
					</text>
					<text x="34" y={y(tick) + 4} textAnchor="end">
						{percent(tick)}
					</text>
				</g>
			))}
			<text x={x(0.5)} y="294" textAnchor="middle">
				what it said
			</text>
			<text x="40" y="12">
				how often it was right
			</text>
		</svg>
	);
}

function Groups({
	groups,
}: {
	readonly groups: readonly { readonly name: string; readonly n: number; readonly uar: number }[];
}) {
	return (
		<Scroll label="Figures by voice">
			<table>
				<thead>
					<tr>
						<th scope="col">Voices</th>
						<th scope="col" className="number">
							Clips
						</th>
						<th scope="col" className="number">
							UAR
						</th>
					</tr>
				</thead>
				<tbody>
					{groups.map((group) => (
						<tr key={group.name}>
							<th scope="row">{group.name}</th>
							<td className="number">{group.n.toLocaleString()}</td>
							<td className="number">{percent(group.uar, 1)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</Scroll>
	);
}
