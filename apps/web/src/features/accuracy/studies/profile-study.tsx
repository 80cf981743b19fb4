import type { ProfileRow, Studies } from "@undertone/api";
import { percent } from "../../../lib/format.ts";
import { WhiskerRows } from "../whisker-rows.tsx";
import { axisTicks, signed } from "./axis.ts";
import { NumberTable, rangeWords } from "./number-table.tsx";
import { Source } from "./source.tsx";
import { ChartLegend, WhiskerChart } from "./whisker-chart.tsx";

/** By what a table calls them: a discriminant on one corpus, or the recipe of the shipped model and its parts. */
const corpusNames: Readonly<Record<string, string>> = {
	emodb: "EMO-DB",
	ravdess: "RAVDESS",
	speech: "The shipped model",
	"speech-ravdess": "The shipped model on RAVDESS",
	"speech-emodb": "The shipped model on EMO-DB",
	"speech-nemo": "The shipped model on nEMO",
};

/** Ways of enrolling whose clips are all of one emotion. */
const oneEmotion = / clips only$/;

/** What listening to a person beforehand gains: by number of clips, by way, and where they all sound alike. */
export function ProfileStudy({ study }: { readonly study: NonNullable<Studies["profile"]> }) {
	const { rows, command } = study;
	const corpora = [...new Set(rows.map(({ corpus }) => corpus))];
	const curves = rows.filter(({ way }) => !oneEmotion.test(way));
	const ways = [...new Set(curves.map(({ way }) => way))];
	const counts = [...new Set(curves.map(({ clips }) => clips))].sort((a, b) => a - b);
	const shipped = corpora.includes("speech");
	const lopsided = rows.filter(({ way }) => oneEmotion.test(way));
	return (
		<section className="card stack" aria-labelledby="profile">
			<div>
				<h2 id="profile">With a speaker profile</h2>
				<p>
					A profile says how a person usually sounds, from clips heard beforehand. Shown is what it adds to
					the UAR on the same clips of people whom the model does not know: of a discriminant trained on one
					corpus, EMO-DB or RAVDESS{shipped && ", and of the shipped model, trained on three"}. Clips that all
					sound alike are not used, so that one or two clips of any kind seldom count.
				</p>
			</div>
			<div>
				<div className="charts">
					{corpora.map((corpus) => (
						<WhiskerChart
							key={corpus}
							title={`${nameOf(corpus)}${withoutWords(curves.filter((row) => row.corpus === corpus))}`}
							places={counts.map(String)}
							ticks={ticksOf(curves)}
							mark={0}
							horizontal="clips heard beforehand"
							vertical="gain, points of UAR"
							series={ways.map((way) => ({
								name: way,
								points: curves
									.filter((row) => row.corpus === corpus && row.way === way)
									.map(({ clips, gain }) => ({ at: String(clips), ...points(gain) })),
							}))}
						/>
					))}
				</div>
				<ChartLegend names={ways} whisker="95 % interval over speakers" mark="no gain" />
			</div>
			{lopsided.length > 0 && (
				<div>
					<h3>If all clips heard are of one emotion</h3>
					<div className="two">
						{[...new Set(lopsided.map(({ corpus }) => corpus))].map((corpus) => (
							<div key={corpus}>
								<p className="soft small">
									{nameOf(corpus)}, gain in points of UAR; beneath, how often the profile was not used
								</p>
								<WhiskerRows
									label={`Gain with clips of one emotion only, ${nameOf(corpus)}`}
									rows={lopsided.filter((row) => row.corpus === corpus).map(lopsidedRow)}
									ticks={ticksOf(lopsided)}
									tickWords={(tick) => signed(tick).replace(".0", "")}
									mark={0}
								/>
							</div>
						))}
					</div>
				</div>
			)}
			<NumberTable
				head={["", "UAR in % (95 %)", "without", "gain in points (95 %)", "not used"]}
				rows={rows.map((row) => [
					`${nameOf(row.corpus)}, ${row.clips} ${row.way}`,
					rangeWords(row.uar),
					(100 * row.without).toFixed(1),
					gainWords(row),
					percent(row.refused),
				])}
			/>
			<Source commands={[command]} />
		</section>
	);
}

function nameOf(corpus: string): string {
	return corpusNames[corpus] ?? corpus;
}

function withoutWords(rows: readonly ProfileRow[]): string {
	const first = rows[0];
	return first === undefined ? "" : `, ${percent(first.without, 1)} without a profile`;
}

function points({ value, low, high }: ProfileRow["gain"]) {
	return { value: 100 * value, low: 100 * low, high: 100 * high };
}

function ticksOf(rows: readonly ProfileRow[]): number[] {
	return axisTicks(
		100 * Math.min(0, ...rows.map(({ gain }) => gain.low)),
		100 * Math.max(0, ...rows.map(({ gain }) => gain.high)),
	);
}

function gainWords({ gain }: ProfileRow): string {
	return `${signed(100 * gain.value)} (${signed(100 * gain.low)} to ${signed(100 * gain.high)})`;
}

function lopsidedRow(row: ProfileRow) {
	const unused = row.refused >= 1;
	return {
		name: row.way.replace(oneEmotion, ""),
		note: unused ? "never used" : `not used: ${percent(row.refused)}`,
		...points(row.gain),
		words: unused ? "0.0" : gainWords(row),
	};
}
