import type { DamageRow, Studies } from "@undertone/api";
import { percent } from "../../../lib/format.ts";
import { NumberTable } from "./number-table.tsx";
import { Source } from "./source.tsx";
import { ChartLegend, type ChartSeries, WhiskerChart } from "./whisker-chart.tsx";

const shares = {
	weights: "weights lost",
	units: "hidden units silent",
	features: "features missing",
} as const;
const ticks = [0, 20, 40, 60, 80, 100];
const whole = "whole";

/** How gradually recognition degrades when parts of a network, or of what it hears, are missing. */
export function DamagedStudy({ study }: { readonly study: NonNullable<Studies["damaged"]> }) {
	const { rows, command } = study;
	const models = [...new Set(rows.map(({ model }) => model))].map((model) => ({
		model,
		own: rows.filter((row) => row.model === model),
	}));
	const draws = Math.max(...rows.map((row) => row.draws));
	return (
		<section className="card stack" aria-labelledby="damaged">
			<div>
				<h2 id="damaged">With parts missing</h2>
				<p>
					Networks with weights set to nothing, hidden units silenced, features withheld, or weights rounded
					to a few bits. A network that degrades gradually has no part on which everything hangs.
				</p>
			</div>
			{models.map(({ model, own }) => (
				<div key={model}>
					<h3>{model}</h3>
					<p className="soft small">
						{own[0]?.corpus}, {own[0]?.n.toLocaleString()} clips
					</p>
					<div className="charts">
						<WhiskerChart
							title="Parts missing"
							places={placesOf(own)}
							ticks={ticks}
							horizontal="share missing, %"
							vertical="UAR, %"
							series={seriesOf(own)}
						/>
						<WhiskerChart
							title="Coarser weights"
							places={[whole, ...own.filter(({ harm }) => harm === "bits").map(({ level }) => String(level))]}
							ticks={ticks}
							horizontal="bits of a weight"
							vertical="UAR, %"
							series={[
								{
									name: "weights rounded",
									points: own
										.filter(({ harm }) => harm === "bits" || harm === "none")
										.map((row) => point(row.harm === "none" ? whole : String(row.level), row)),
								},
							]}
						/>
					</div>
				</div>
			))}
			<ChartLegend names={Object.values(shares)} whisker={`least to greatest of ${draws} draws`} />
			<NumberTable
				head={["", "UAR in %", "least to greatest", "accuracy in %"]}
				rows={rows.map((row) => [
					`${row.model}: ${harmWords(row)}`,
					(100 * row.uar).toFixed(1),
					row.draws > 1 ? `${(100 * row.least).toFixed(1)}–${(100 * row.greatest).toFixed(1)}` : "–",
					(100 * row.accuracy).toFixed(1),
				])}
			/>
			<Source commands={[command]} />
		</section>
	);
}

function isShare(harm: DamageRow["harm"]): harm is keyof typeof shares {
	return harm in shares;
}

function placesOf(rows: readonly DamageRow[]): string[] {
	const levels = rows.filter(({ harm }) => isShare(harm) || harm === "none").map(({ level }) => level);
	return [...new Set(levels)].sort((a, b) => a - b).map(placeOf);
}

function placeOf(level: number): string {
	return (100 * level).toFixed(0);
}

/** Each begins at the whole network; what a network has not is left empty, so that marks stay the same. */
function seriesOf(rows: readonly DamageRow[]): ChartSeries[] {
	return (Object.keys(shares) as (keyof typeof shares)[]).map((kind) => {
		const own = rows.filter(({ harm }) => harm === kind);
		const begin = own.length === 0 ? [] : rows.filter(({ harm }) => harm === "none");
		return {
			name: shares[kind],
			points: [...begin, ...own].map((row) => point(placeOf(row.level), row)),
		};
	});
}

function point(at: string, { uar, least, greatest }: DamageRow) {
	return { at, value: 100 * uar, low: 100 * least, high: 100 * greatest };
}

function harmWords({ harm, level }: DamageRow): string {
	if (harm === "none") return whole;
	return harm === "bits" ? `weights of ${level} bits` : `${percent(level)} ${shares[harm]}`;
}
