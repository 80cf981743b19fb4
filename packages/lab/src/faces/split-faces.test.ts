import type { FacePicture } from "@undertone/corpora";
import { describe, expect, it } from "vitest";
import { splitFaces } from "./split-faces.ts";

const picture = (usage: string, i: number, hash: string): FacePicture => ({
	file: `${usage}/${i}`,
	usage,
	emotion: "happy",
	votes: [],
	pixels: new Uint8Array(0),
	hash,
});
/** 200 pictures of which 80 are copies of others, and a test part that holds copies of 10 of them. */
const training = Array.from({ length: 200 }, (_, i) => picture("Training", i, `h${(7 * i) % 120}`));
const test = Array.from({ length: 30 }, (_, i) => picture("PublicTest", i, i < 10 ? `h${i}` : `t${i}`));
const hashes = (pictures: readonly FacePicture[]): Set<string> => new Set(pictures.map(({ hash }) => hash));

describe("splitFaces", () => {
	it("leaves out every copy of a test picture, and counts them", () => {
		const { train, validation, leftOut } = splitFaces(training, test, { share: 0.2, seed: 1 });
		const tested = hashes(test);
		expect([...train, ...validation].filter(({ hash }) => tested.has(hash))).toEqual([]);
		expect(leftOut).toBe(training.filter(({ hash }) => tested.has(hash)).length);
		expect(leftOut).toBeGreaterThan(10);
		expect(train.length + validation.length + leftOut).toBe(200);
	});

	it("keeps copies of one picture on one side, and the share of distinct pictures asked for", () => {
		const { train, validation } = splitFaces(training, test, { share: 0.2, seed: 1 });
		const [learnt, held] = [hashes(train), hashes(validation)];
		expect([...held].filter((hash) => learnt.has(hash))).toEqual([]);
		expect(held.size).toBe(Math.round(0.2 * (held.size + learnt.size)));
		expect(validation.length).toBeGreaterThan(held.size);
	});

	it("is the same for the same seed, and another for another", () => {
		const held = (seed: number): string[] =>
			splitFaces(training, test, { share: 0.2, seed }).validation.map(({ file }) => file);
		expect(held(1)).toEqual(held(1));
		expect(held(2)).not.toEqual(held(1));
	});
});
