import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type AnalysisLine, readModelMetadata, type SpeakerProfile } from "@undertone/recognize";
import { linearModelFile } from "@undertone/recognize/testing";
import { loudHighs } from "@undertone/recognize/testing/loud-highs";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { speechFile, workbench } from "../testing/workbench.ts";

const { folder, model, wav, write } = workbench();
const high = speechFile.replace(".wav", "-high.wav");

describe("undertone profile", () => {
	it("makes a profile that analyze uses", async () => {
		const save = join(folder, "neutral.json");
		const made = await runUndertone(["profile", high, high, "--neutral", "--save", save, "--model", model]);
		expect(made).toMatchObject({ code: 0, err: "" });
		const profile = JSON.parse(readFileSync(save, "utf8")) as SpeakerProfile;
		expect(profile).toMatchObject({ format: 3, kind: "neutral", clips: 2, features: "undertone@1" });
		expect(profile.model).toEqual({
			name: "linear-test@1",
			sha256: readModelMetadata(new Uint8Array(readFileSync(model))).sha256,
		});
		const happy = async (...more: string[]): Promise<number> => {
			const { out } = await runUndertone(["analyze", high, "--json", "--model", model, ...more]);
			return (JSON.parse(out) as AnalysisLine).scores?.happy ?? Number.NaN;
		};
		expect(await happy("--profile", save)).toBeLessThan((await happy()) - 0.1);
	});

	it("saves nothing when there is no speech", async () => {
		const silence = wav("silence.wav", new Float32Array(48_000));
		const save = join(folder, "nobody.json");
		const { code, err } = await runUndertone(["profile", silence, "--save", save, "--model", model]);
		expect(code).toBe(2);
		expect(err).toMatch(/there is no speech in the recordings; nothing was saved/);
		expect(() => readFileSync(save)).toThrow();
	});

	it("is refused by analyze and live with another model, naming both", async () => {
		const save = join(folder, "own.json");
		await runUndertone(["profile", high, "--neutral", "--save", save, "--model", model]);
		const other = write("other.onnx", linearModelFile({ description: { name: "linear-test@2" } }));
		for (const verb of [["analyze", high], ["live"]]) {
			const { code, err, out } = await runUndertone([...verb, "--model", other, "--profile", save]);
			expect({ code, out }).toEqual({ code: 2, out: "" });
			expect(err).toMatch(
				/^undertone: The speaker profile must be made with the model in use, "linear-test@2" \(.{8}…\), got one made with "linear-test@1" \(.{8}…\)\. Make it anew with this model\.\n$/,
			);
		}
	});

	it("is not made with a model on frames, which says so once", async () => {
		const frames = write("frames.onnx", loudHighs());
		const made = await runUndertone([
			"profile",
			high,
			high,
			"--save",
			join(folder, "no.json"),
			"--model",
			frames,
		]);
		expect(made.code).toBe(2);
		expect(made.err).toMatch(/hears frames, of which nobody's usual is known/);
		expect(made.err.trim().split("\n")).toHaveLength(1);
	});

	it("is refused by analyze when it is none", async () => {
		const { code, err } = await runUndertone(["analyze", high, "--model", model, "--profile", model]);
		expect(code).toBe(2);
		expect(err).toMatch(/^undertone: The speaker profile is not JSON/);
	});
});
