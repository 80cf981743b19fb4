import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { AnalysisLine, SpeakerProfile } from "@undertone/recognize";
import { describe, expect, it } from "vitest";
import { runUndertone } from "../testing/run-undertone.ts";
import { speechFile, workbench } from "../testing/workbench.ts";

const { folder, model, wav } = workbench();
const high = speechFile.replace(".wav", "-high.wav");

describe("undertone profile", () => {
	it("makes a profile that analyze uses", async () => {
		const save = join(folder, "neutral.json");
		const made = await runUndertone(["profile", high, high, "--neutral", "--save", save, "--model", model]);
		expect(made).toMatchObject({ code: 0, err: "" });
		const profile = JSON.parse(readFileSync(save, "utf8")) as SpeakerProfile;
		expect(profile).toMatchObject({ format: 2, kind: "neutral", clips: 2, features: "undertone@1" });
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

	it("is refused by analyze when it is none", async () => {
		const { code, err } = await runUndertone(["analyze", high, "--model", model, "--profile", model]);
		expect(code).toBe(2);
		expect(err).toMatch(/^undertone: The speaker profile is not JSON/);
	});
});
