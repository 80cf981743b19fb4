import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";

/**
 * A corpus of people who hum for a second; the happy ones hum higher, and that is all.
 *
 * @param folder - Must exist; the corpus becomes a folder of it.
 * @param options.clips - Of each person, half of them happy.
 * @param options.after - People of another corpus, whose voices these do not share.
 * @returns As a recipe names it.
 */
export function humCorpus(
	folder: string,
	{
		name = "speech",
		speakers = ["a", "b", "c"],
		clips = 8,
		after = 0,
	}: {
		readonly name?: string;
		readonly speakers?: readonly string[];
		readonly clips?: number;
		readonly after?: number;
	} = {},
): string {
	mkdirSync(join(folder, name));
	const lines = speakers.flatMap((speaker, s) =>
		Array.from({ length: clips }, (_, i) => {
			const emotion = i % 2 === 0 ? "neutral" : "happy";
			const frequency = (emotion === "happy" ? 300 : 150) + 3 * i + 5 * (after + s);
			const file = `${speaker}-${i}.wav`;
			const signal = Float32Array.from({ length: 16_000 }, (__, n) =>
				[1, 2, 3].reduce(
					(sum, h) => sum + (0.1 / h) * Math.sin((2 * Math.PI * h * frequency * n) / 16_000),
					0,
				),
			);
			writeFileSync(join(folder, name, file), encodeWav(signal, 16_000));
			return `${file},${speaker},${emotion}`;
		}),
	);
	const table = join(folder, name, "metadata.csv");
	writeFileSync(table, `file,speaker,emotion\n${lines.join("\n")}\n`);
	return `csv:${table}`;
}
