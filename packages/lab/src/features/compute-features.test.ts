import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { encodeWav } from "@undertone/audio";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { computeFeatures, computeFrames } from "./compute-features.ts";

let folder: string;
beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), "undertone-features-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const set = "s1-mfcc40@1";

function tone(name: string, frequency: number): string {
	const path = join(folder, name);
	const signal = Float32Array.from(
		{ length: 8000 },
		(_, n) => Math.sin((2 * Math.PI * frequency * n) / 16000) / 2,
	);
	writeFileSync(path, encodeWav(signal, 16000));
	return path;
}

function cached(): string[] {
	return readdirSync(join(folder, "cache"), { recursive: true, encoding: "utf8" })
		.filter((name) => name.endsWith(".f32"))
		.map((name) => join(folder, "cache", name));
}

describe("computeFeatures", () => {
	it("gives a row a clip in the order given, and keeps them by content, not by name", async () => {
		const paths = [tone("low.wav", 200), tone("high.wav", 3000), tone("low again.wav", 200)];
		const options = { cache: join(folder, "cache") };
		const first = await computeFeatures(paths, set, options);
		const second = await computeFeatures(paths.toReversed(), set, options);
		expect(first.x).toMatchObject({ rows: 3, columns: 40 });
		expect(first.x.data.slice(0, 40)).toEqual(first.x.data.slice(80));
		expect(second.x.data.slice(40, 80)).toEqual(first.x.data.slice(40, 80));
		expect(first.audioHashes[0]).toBe(first.audioHashes[2]);
		expect(cached()).toHaveLength(2);
		expect(readdirSync(join(folder, "cache"), { recursive: true }).join()).not.toContain(".part");
	});

	it("computes a file of the cache again that was cut short", async () => {
		const paths = [tone("low.wav", 200)];
		const options = { cache: join(folder, "cache") };
		const { x } = await computeFeatures(paths, set, options);
		const [file] = cached();
		truncateSync(file ?? "", 100);
		expect((await computeFeatures(paths, set, options)).x.data).toEqual(x.data);
		expect(readFileSync(file ?? "")).toHaveLength(32 + 4 * 40);
	});

	it("says which clip cannot be read", async () => {
		const path = join(folder, "text.wav");
		writeFileSync(path, "no sound");
		await expect(computeFeatures([path], set, { cache: join(folder, "cache") })).rejects.toThrow(/text\.wav/);
	});
});

describe("computeFrames", () => {
	it("gives all frames of every clip, in the order given", async () => {
		const [low, high] = [tone("low.wav", 200), tone("high.wav", 3000)];
		const options = { cache: join(folder, "cache") };
		const { clips, audioHashes } = await computeFrames([low, high], "cepstra@1", options);
		// Half a second every 10 ms, the frames at both ends included.
		expect(clips.map(({ rows, columns }) => [rows, columns])).toEqual([
			[51, 39],
			[51, 39],
		]);
		const again = await computeFrames([high, low], "cepstra@1", options);
		expect(again.clips).toEqual(clips.toReversed());
		expect(again.audioHashes).toEqual(audioHashes.toReversed());
	});
});
