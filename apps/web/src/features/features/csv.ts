import type { FeatureSet } from "@undertone/speech";
import type { Tracks } from "../../lib/feature-messages.ts";
import { type Population, usualOf } from "./population.ts";
import { valueAt } from "./tracks.tsx";

/** Seconds between the rows of a table of tracks. */
const step = 0.01;

/** The numbers of a set as a table: a row a number. */
export function functionalsCsv(set: FeatureSet, values: Float32Array, population: Population): string {
	const rows = set.features.map(({ name, unit, source, description }, i) => {
		const usual = usualOf(population, set.id, name);
		return [
			name,
			number(values[i]),
			unit,
			number(usual?.low),
			number(usual?.median),
			number(usual?.high),
			source,
			description,
		];
	});
	const heading = ["feature", "value", "unit", "usual_5", "usual_50", "usual_95", "source", "description"];
	return table([heading, ...rows]);
}

/** Everything over time as a table: a row every 10 ms, empty where a quantity is undefined. */
export function tracksCsv(tracks: Tracks): string {
	const { formants, mfcc, chroma } = tracks;
	const columns = [
		...Array.from({ length: formants.columns }, (_, i) => `f${i + 1}_hz`),
		...Array.from({ length: mfcc.columns }, (_, i) => `mfcc${i + 1}`),
		...Array.from({ length: chroma.columns }, (_, i) => `chroma${i}`),
	];
	const rows = Array.from({ length: Math.floor(tracks.duration / step) + 1 }, (_, t) => {
		const time = t * step;
		const cells = [formants, mfcc, chroma].flatMap((heat) => {
			const frame = Math.round((time - heat.start) / heat.step);
			const inside = frame >= 0 && frame < heat.rows;
			return Array.from({ length: heat.columns }, (_, c) =>
				inside ? number(heat.data[frame * heat.columns + c]) : "",
			);
		});
		return [
			time.toFixed(2),
			number(valueAt(tracks.pitch, time)),
			number(valueAt(tracks.intensity, time)),
			...cells,
		];
	});
	return table([["time_s", "f0_hz", "intensity_db", ...columns], ...rows]);
}

function number(value: number | undefined): string {
	return value === undefined || !Number.isFinite(value) ? "" : String(Number(value.toPrecision(7)));
}

function table(rows: readonly (readonly string[])[]): string {
	return rows.map((row) => `${row.map(field).join(",")}\r\n`).join("");
}

function field(text: string): string {
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
