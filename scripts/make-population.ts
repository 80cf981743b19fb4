/**
 * `node scripts/make-population.ts [--data DIR] [--set ID,ID]`: what is usual for every number of every feature set,
 * from the corpora of the shipped model, for the features page (`apps/web/src/features/features/population.json`).
 * With `--set` the others stay as they are.
 *
 * Every speaker counts alike: at most five clips of each, evenly spaced over the corpus.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { decodeToMono } from "@undertone/audio";
import { readCorpus, type Utterance } from "@undertone/corpora";
import { resample } from "@undertone/dsp";
import { featureSets } from "@undertone/speech";

const clipsOfSpeaker = 5;
const shares = [0.05, 0.25, 0.5, 0.75, 0.95];
const target = join(import.meta.dirname, "../apps/web/src/features/features/population.json");

const { values } = parseArgs({ options: { data: { type: "string" }, set: { type: "string" } } });
const wanted = values.set?.split(",");
const sets = featureSets().filter(
	({ kind, id }) => kind === "functionals" && (wanted === undefined || wanted.includes(id)),
);
const corpora = await Promise.all(
	["ravdess", "emodb", "nemo"].map((name) => readCorpus(name, { data: values.data })),
);
const speakers = new Map<string, Utterance[]>();
for (const utterance of corpora.flatMap((corpus) => corpus.utterances)) {
	const key = `${utterance.corpus} ${utterance.speaker}`;
	speakers.set(key, [...(speakers.get(key) ?? []), utterance]);
}
const clips = [...speakers.values()].flatMap((all) => evenly(all, clipsOfSpeaker));
const columns = sets.map(({ features }) => features.map((): number[] => []));
for (const [i, { path }] of clips.entries()) {
	const { signal } = await decodeToMono(await readFile(path));
	for (const [s, set] of sets.entries()) {
		const at = set.sampleRate === 16_000 ? signal : resample(signal, { from: 16_000, to: set.sampleRate });
		for (const [f, value] of set.extract(at).data.entries()) {
			if (Number.isFinite(value)) columns[s]?.[f]?.push(value);
		}
	}
	if (i % 25 === 24) console.log(`${i + 1} of ${clips.length} clips`);
}
const population = {
	madeBy: "node scripts/make-population.ts",
	corpora: corpora.map(({ name }) => name),
	speakers: speakers.size,
	clips: clips.length,
	shares,
	sets: {
		...(wanted === undefined ? {} : await earlier()),
		...Object.fromEntries(
			sets.map(({ id, features }, s) => [
				id,
				Object.fromEntries(features.map(({ name }, f) => [name, percentiles(columns[s]?.[f] ?? [])])),
			]),
		),
	},
};
await writeFile(target, `${JSON.stringify(population)}\n`);
console.log(`Wrote ${target}.`);

/** What is there of the sets that there are still. */
async function earlier(): Promise<Record<string, unknown>> {
	const { sets: there } = JSON.parse(await readFile(target, "utf8")) as { sets: Record<string, unknown> };
	const known = new Set(featureSets().map(({ id }) => id));
	return Object.fromEntries(Object.entries(there).filter(([id]) => known.has(id)));
}

function evenly<T>(items: readonly T[], most: number): T[] {
	if (items.length <= most) return [...items];
	return Array.from({ length: most }, (_, i) => items[Math.floor(((i + 0.5) * items.length) / most)] as T);
}

/** To four digits; null where nobody has a value. */
function percentiles(numbers: number[]): (number | null)[] {
	const sorted = numbers.sort((a, b) => a - b);
	return shares.map((share) => {
		const value = sorted[Math.round(share * (sorted.length - 1))];
		return value === undefined ? null : Number(value.toPrecision(4));
	});
}
