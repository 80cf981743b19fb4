import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { drawFaces } from "@undertone/face/testing";
import { expressionModelFile } from "@undertone/recognize/testing/expression-model";
import { fusionModelFile } from "@undertone/recognize/testing/fusion-model";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { speechFile, workbench } from "../testing/workbench.ts";
import type { FilmEvaluation } from "./evaluate-films.ts";

const { folder, model, write } = workbench();
const faceModel = write("face.onnx", expressionModelFile());
const hasFfmpeg = spawnSync("ffmpeg", ["-version"]).status === 0;
if (!hasFfmpeg) console.warn("skipped: films, because there is no ffmpeg");

/** To the test models a drawn face is happy, the low voice neutral, the high one happy. */
const voices = { low: speechFile, high: speechFile.replace(".wav", "-high.wav"), none: null };
const films = join(folder, "crema-d-video/VideoFlash");
const sounds = join(folder, "crema-d-video/AudioWAV");

/** A film as CREMA-D lays it out: of a drawn face, or of a wall, beside its sound. */
async function film(name: string, voice: keyof typeof voices, isSeen: boolean): Promise<void> {
	const { data } = drawFaces(480, 480, isSeen ? [{ x: 240, y: 230, scale: 16 }] : []);
	const picture = join(folder, `${name}.png`);
	await sharp(data, { raw: { width: 480, height: 480, channels: 4 } })
		.png()
		.toFile(picture);
	const ffmpeg = (...parameters: string[]): void => {
		const run = spawnSync("ffmpeg", ["-y", "-v", "error", ...parameters]);
		if (run.status !== 0) throw new Error(run.stderr.toString());
	};
	ffmpeg(
		...["-loop", "1", "-i", picture, "-t", "1", "-r", "5", "-pix_fmt", "yuv420p"],
		join(films, `${name}.mp4`),
	);
	const sound = voices[voice];
	const source =
		sound === null ? ["-f", "lavfi", "-i", "anullsrc=r=16000:cl=mono", "-t", "1"] : ["-i", sound];
	ffmpeg(...source, join(sounds, `${name}.wav`));
}

const evaluate = (...parameters: string[]) =>
	runUndertone([
		...["evaluate", "--corpus", "film:crema-d", "--data", folder, "--model", model],
		...["--face-model", faceModel, "--results", join(folder, "results"), ...parameters],
	]);

describe.skipIf(!hasFfmpeg)("undertone evaluate --corpus film:crema-d", () => {
	beforeAll(async () => {
		for (const where of [films, sounds]) mkdirSync(where, { recursive: true });
		await film("1001_DFA_HAP_XX", "high", true);
		await film("1001_DFA_NEU_XX", "low", true);
		await film("1002_DFA_HAP_XX", "none", true);
		await film("1002_DFA_NEU_XX", "low", false);
		await film("1002_DFA_SAD_XX", "low", true);
	}, 120_000);

	it("judges voice, face and both, each where there is one, and says how many films lack one", async () => {
		const { code, out } = await evaluate("--json");
		expect(code).toBe(0);
		const { voice, face, both, silent, faceless, gain } = JSON.parse(out) as FilmEvaluation;
		expect([silent, faceless]).toEqual([1, 1]);
		const counted = ({ n, labels, confusion }: typeof voice) => ({ n, labels, confusion });
		expect(counted(voice)).toEqual({
			n: 3,
			labels: ["neutral", "happy"],
			confusion: [
				[2, 0, 0],
				[0, 1, 0],
			],
		});
		expect(counted(face)).toMatchObject({
			n: 3,
			confusion: [
				[0, 1, 0],
				[0, 2, 0],
			],
		});
		expect(both.n).toBe(4);
		expect(both.leftOut).toEqual({ sad: 1 });
		expect(both.recall.happy).toBe(1);
		expect(gain).toMatchObject({ over: "voice", n: 2 });
		const ledger = readFileSync(join(folder, "results/ledger.csv"), "utf8");
		expect(ledger.match(/,CREMA-D \(film\),cross-corpus,/gu)).toHaveLength(3);
	}, 120_000);

	it("prints all three, and what fusion gains", async () => {
		const { out } = await evaluate();
		expect(out).toContain("linear-test@1 and expression-test@1 on CREMA-D (film)");
		expect(out).toContain("1 films without usable speech are judged by the face alone.");
		expect(out).toMatch(/On the 2 films with both, fusion is .+ points of UAR above the voice alone/u);
	}, 120_000);

	it("fuses by a model of fusion where one is named, and refuses one of other labels", async () => {
		const labels = ["neutral", "happy", "angry"] as const;
		// Ten times the face's scores: the drawn face is happy, whatever the voice says.
		const fuser = write("fusion.onnx", fusionModelFile({ labels, weights: [0, 10] }));
		const { code, out } = await evaluate("--json", "--fusion-model", fuser);
		expect(code).toBe(0);
		const { both } = JSON.parse(out) as FilmEvaluation;
		expect(both.model).toBe("linear-test@1 and expression-test@1 by fusion-test@1");
		expect(both.n).toBe(4);
		const other = write("other.onnx", fusionModelFile({ labels: ["neutral", "happy"] }));
		const refused = await evaluate("--fusion-model", other);
		expect(refused.code).toBe(2);
		expect(refused.err).toContain("fusion-test@1 fuses scores of neutral, happy, but linear-test@1 knows");
	}, 120_000);

	it("says which corpora of films there are", async () => {
		const run = await runUndertone(["evaluate", "--corpus", "film:tess", "--data", folder, "--model", model]);
		expect(run.code).toBe(2);
		expect(run.err).toContain('no corpus of film and sound "tess", expected one of ravdess, crema-d');
	});
});
