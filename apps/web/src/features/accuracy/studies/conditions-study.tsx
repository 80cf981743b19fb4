import type { ConditionRow, Studies } from "@undertone/api";
import { useState } from "react";
import { axisTicks } from "./axis.ts";
import { NumberTable, rangeWords } from "./number-table.tsx";
import { type ConditionPair, pairConditions, trainedWords } from "./pair-conditions.ts";
import { Source } from "./source.tsx";
import { ChartLegend, type ChartSeries, WhiskerChart } from "./whisker-chart.tsx";

/** What noise, rooms and shortness cost, on speakers that the model does not know. */
export function ConditionsStudy({ studies }: { readonly studies: Studies["conditions"] }) {
	const pairs = pairConditions(studies);
	const [asked, setAsked] = useState("");
	const pair = pairs.find(({ name }) => name === asked) ?? pairs[0];
	if (pair === undefined) return null;
	return (
		<section className="card stack" aria-labelledby="conditions">
			<div>
				<h2 id="conditions">In noise, in rooms, on short clips</h2>
				<p>
					{lossWords(pair)} The noises and rooms of these tests were never trained with; the speakers are new
					to the model.
				</p>
				{pairs.length > 1 && (
					<div className="field study-choice">
						<label htmlFor="pair">Classifier</label>
						<select id="pair" value={pair.name} onChange={(event) => setAsked(event.target.value)}>
							{pairs.map(({ name }) => (
								<option key={name}>{name}</option>
							))}
						</select>
					</div>
				)}
			</div>
			<Charts pair={pair} />
			<NumberTable
				head={["UAR in % (95 %)", ...pair.studies.map(trainedWords)]}
				rows={namesOf(pair).map((name) => [
					name,
					...pair.studies.map(({ rows }) => {
						const row = rows.find((one) => one.name === name);
						return row === undefined ? "–" : rangeWords(row.uar);
					}),
				])}
			/>
			<Source commands={pair.studies.map(({ command }) => command)} />
		</section>
	);
}

function namesOf({ studies }: ConditionPair): string[] {
	return [...new Set(studies.flatMap(({ rows }) => rows.map(({ name }) => name)))];
}

/** What noises and rooms cost on average. */
function lossWords({ studies }: ConditionPair): string {
	const losses = studies.flatMap((study) => {
		const clean = study.rows.find(({ kind }) => kind === "clean");
		const changed = study.rows.filter(({ kind }) => kind === "noise" || kind === "room");
		if (clean === undefined || changed.length === 0) return [];
		const mean = changed.reduce((sum, { uar }) => sum + uar.value, 0) / changed.length;
		return [`${(100 * (clean.uar.value - mean)).toFixed(0)} points ${trainedWords(study)}`];
	});
	return losses.length === 0
		? ""
		: `Over all noises and rooms the mean loss of UAR is ${losses.join(", and ")}.`;
}

const asRecorded = "none";

function Charts({ pair }: { readonly pair: ConditionPair }) {
	const { studies } = pair;
	const all = studies.flatMap(({ rows }) => rows);
	const classes = studies[0]?.classes ?? 0;
	const chance = classes === 0 ? undefined : 100 / classes;
	const ticks = axisTicks(0, 100 * Math.max(...all.map(({ uar }) => uar.high)));
	const series = (place: (row: ConditionRow) => string | undefined): ChartSeries[] =>
		studies.map((study) => ({
			name: trainedWords(study),
			points: study.rows.flatMap((row) => {
				const at = place(row);
				const { value, low, high } = row.uar;
				return at === undefined ? [] : [{ at, value: 100 * value, low: 100 * low, high: 100 * high }];
			}),
		}));
	const common = { ticks, vertical: "UAR, %", mark: chance };
	const noises = [...new Set(all.flatMap(({ name }) => noiseOf(name)?.sound ?? []))];
	const ratios = [
		...new Set(all.flatMap(({ name }) => noiseOf(name)?.ratio ?? []).sort((a, b) => b - a)),
	].map(String);
	const rooms = [...new Set(all.filter(({ kind }) => kind === "room").map(({ name }) => roomWords(name)))];
	const lengths = [
		...new Set(all.filter(({ kind }) => kind === "duration").map(({ name }) => secondsOf(name))),
	];
	return (
		<div>
			<div className="charts">
				{noises.map((sound) => (
					<WhiskerChart
						key={sound}
						title={`In noise: ${spaced(sound)}`}
						places={[asRecorded, ...ratios]}
						horizontal="speech above noise, dB"
						series={series(({ name, kind }) => {
							if (kind === "clean") return asRecorded;
							const noise = noiseOf(name);
							return noise?.sound === sound ? String(noise.ratio) : undefined;
						})}
						{...common}
					/>
				))}
				{rooms.length > 0 && (
					<WhiskerChart
						title="In rooms"
						places={[asRecorded, ...rooms]}
						horizontal="room whose echo was added"
						joined={false}
						series={series(({ name, kind }) =>
							kind === "clean" ? asRecorded : kind === "room" ? roomWords(name) : undefined,
						)}
						{...common}
					/>
				)}
				{lengths.length > 0 && (
					<WhiskerChart
						title="On the beginning of the speech alone"
						places={[...lengths, "whole"]}
						horizontal="seconds heard"
						series={studies.map((study, s) => {
							const points = series(({ name, kind }) => (kind === "duration" ? secondsOf(name) : undefined))[
								s
							];
							const whole = series(({ kind }) => (kind === "clean" ? "whole" : undefined))[s];
							return {
								name: trainedWords(study),
								points: [...(points?.points ?? []), ...(whole?.points ?? [])],
							};
						})}
						{...common}
					/>
				)}
			</div>
			<ChartLegend
				names={studies.map(trainedWords)}
				whisker="95 % interval over speakers"
				mark={chance === undefined ? undefined : `chance (${chance.toFixed(1)} %)`}
			/>
		</div>
	);
}

/** `noise coffee-shop 10 dB` by its parts. */
function noiseOf(name: string): { readonly sound: string; readonly ratio: number } | undefined {
	const parts = /^noise (.+) (-?[\d.]+) dB$/.exec(name);
	return parts === null ? undefined : { sound: parts[1] ?? "", ratio: Number(parts[2]) };
}

const shortRooms: Readonly<Record<string, string>> = {
	DomesticLivingRoom: "living room",
	StairwayUniversityOfYork: "stairway",
	StAndrewsChurch: "church",
};

function roomWords(name: string): string {
	const room = name.replace(/^room /, "");
	return shortRooms[room] ?? spaced(room);
}

function secondsOf(name: string): string {
	return name.replace(/ s of speech$/, "");
}

function spaced(name: string): string {
	return name.replaceAll("-", " ");
}
