import { readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeToMono } from "@undertone/audio";
import { createSpeechRecognizer, emptyProfile, loadModel, type SpeechAnalysis } from "@undertone/recognize";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { exported } from "./live-page.ts";
import { clip, executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

/** What the command line writes with `undertone profile CLIP --neutral`, and what the clip is with it. */
async function heardInNode(): Promise<{ json: string; analysis: SpeechAnalysis }> {
	const file = join(import.meta.dirname, "../../../models/speech.onnx");
	const model = await loadModel(new Uint8Array(readFileSync(file)));
	const recognizer = createSpeechRecognizer({ model });
	const { signal, source } = await decodeToMono(new Uint8Array(readFileSync(clip)));
	const profile = await recognizer.learn(emptyProfile(model, "neutral"), signal);
	const recording = { sampleRate: source.sampleRate, clippedShare: source.level.clippedShare };
	const analysis = await recognizer.analyze(signal, { profile, recording });
	await recognizer.release();
	return { json: `${JSON.stringify(profile)}\n`, analysis };
}

describe.skipIf(executablePath === undefined)("voices that are known (skipped without a Chromium)", () => {
	let studio: OpenStudio;
	let page: Page;
	let url: string;
	let ann: { json: string; analysis: SpeechAnalysis };

	beforeAll(async () => {
		ann = await heardInNode();
		studio = await openStudio();
		({ page } = studio);
		({ url } = studio.server);
	});
	afterAll(() => studio?.close());

	async function importFile(name: string, text: string): Promise<void> {
		await page.goto(`${url}/voices`);
		await page.getByLabel("A profile file").click();
		const file = { name, mimeType: "application/json", buffer: Buffer.from(text) };
		await page.setInputFiles("input[type=file]", file);
	}

	async function resultOf(): Promise<SpeechAnalysis> {
		await page.getByRole("link", { name: /Sounds most like|Not sure/ }).click();
		await page.locator(".headline").waitFor();
		return JSON.parse(await exported(page, "JSON")) as SpeechAnalysis;
	}

	it("asks nobody on the home page whose voice it is where none is known", async () => {
		await page.goto(url);
		await page.getByRole("heading", { name: "Try it here" }).waitFor();
		expect(await page.getByLabel("Whose voice?").count()).toBe(0);
	});

	it.each([
		["notes.json", "Dear reader", "is not JSON"],
		["old.json", '{"format": 1}', "must be of format 3 or 2, got 1. Make it anew with this model."],
		[
			"other.json",
			'{"format": 2, "features": "praat@1"}',
			'must hold the features "undertone@2", got "praat@1"',
		],
		[
			"elsewhere.json",
			`{"format": 3, "features": "undertone@2", "model": {"name": "speech@1", "sha256": "${"0".repeat(64)}"}}`,
			'must be made with the model in use, "speech@',
		],
		["film.json", " ".repeat(300_000), '"film.json" is no speaker profile'],
	])("says why %s is no profile", async (name, text, words) => {
		await importFile(name, text);
		expect(await page.getByRole("alert").textContent()).toContain(words);
	});

	it("takes in what the command line wrote, and gives it back", async () => {
		await importFile("ann.json", ann.json);
		await page.getByText('"ann" is known now').waitFor();
		await page.getByText("used where it is chosen").waitFor();
		expect(await seriousViolations(page)).toEqual([]);
		await page.getByRole("button", { name: "Rename ann" }).click();
		await page.keyboard.type("Ann");
		await page.keyboard.press("Enter");
		expect(await exported(page, "Export Ann")).toBe(ann.json);
	});

	it("asks on the home page whose voice it is once one is known, and sees the recording against it", async () => {
		await page.goto(url);
		await page.getByLabel("Whose voice?").selectOption("Ann");
		expect(await seriousViolations(page)).toEqual([]);
		await page.setInputFiles("input[type=file]", clip);
		await page.waitForURL(/\/result\/visit-/, { timeout: 60_000 });
		await page.getByText("Seen against the speaker's own usual").waitFor();
	});

	it("sees an upload against the chosen voice, as the library does, and says so", async () => {
		await page.goto(`${url}/upload`);
		await page.getByLabel("Whose voice?").selectOption("Ann");
		await page.setInputFiles("input[type=file]", clip);
		const { profile, scores } = await resultOf();
		const found = scores as Record<string, number>;
		await page.getByText("Seen against the speaker's own usual").waitFor();
		expect(profile).toEqual({ used: true, why: null });
		for (const [label, score] of Object.entries(ann.analysis.scores ?? {})) {
			expect(Math.abs((found[label] ?? Number.NaN) - score)).toBeLessThan(1e-3);
		}
	});

	it("sees a recording against it", async () => {
		await page.goto(`${url}/record`);
		expect(await page.getByLabel("Whose voice?").inputValue()).toBe("Ann");
		await page.getByRole("button", { name: "Start recording" }).click();
		await page.waitForTimeout(3000);
		await page.getByRole("button", { name: "Stop and analyse" }).click();
		await page.getByText("Seen against the speaker's own usual").waitFor({ timeout: 60_000 });
	});

	it("makes a voice of recordings, and says where it is not used and why", async () => {
		await page.goto(`${url}/voices`);
		await page.getByLabel("Name", { exact: true }).fill("Ben");
		await page.getByLabel(/Of this one person/).click();
		await page.setInputFiles("input[type=file]", [clip, clip]);
		await page.getByText('"Ben" is known now').waitFor({ timeout: 60_000 });
		await page.getByText(/of the 3 clips it needs|all sounds alike/).waitFor();
		expect(await seriousViolations(page)).toEqual([]);
		await page.goto(`${url}/upload`);
		await page.setInputFiles("input[type=file]", clip);
		const { profile } = await resultOf();
		expect(profile?.used).toBe(false);
		await page.getByText(profile?.why ?? "no reason").waitFor();
		await page.goto(`${url}/voices`);
		await page.getByRole("button", { name: "Add speech of Ben" }).click();
		await page.setInputFiles("input[type=file]", clip);
		await page.getByText(/"Ben" is known now, from [3-9] stretches/).waitFor({ timeout: 60_000 });
	});

	it("makes a voice of a reading into the microphone", async () => {
		await page.goto(`${url}/voices`);
		await page.getByRole("button", { name: "Start reading" }).click();
		await page.getByText(/1\d s left/).waitFor();
		await page.waitForTimeout(3000);
		await page.getByRole("button", { name: "Enough" }).click();
		await page.getByText('"My voice" is known now').waitFor({ timeout: 60_000 });
		await page.getByText("A neutral reading").first().waitFor();
	});

	it("deletes a voice, which is then nowhere to be chosen", async () => {
		await page.getByRole("button", { name: "Delete Ann" }).click();
		await page.getByRole("button", { name: "Really delete Ann" }).click();
		await page.getByRole("heading", { name: "Ann" }).waitFor({ state: "detached" });
		await page.goto(`${url}/upload`);
		const choice = page.getByLabel("Whose voice?");
		await choice.waitFor();
		const names = await choice.locator("option").allTextContents();
		expect(names).toEqual(["Nobody the studio knows", "Ben", "My voice"]);
		expect(await page.evaluate<string>('localStorage.getItem("undertone-voices")')).not.toContain("Ann");
	});

	it("sends the chosen voice along where the server analyses, and only there", async () => {
		const post = { headers: { origin: url } };
		const account = { name: "Ada", email: "ada@example.org", password: "correct horse battery" };
		await page.request.post(`${url}/api/auth/sign-up/email`, { ...post, data: account });
		await page.request.put(`${url}/api/v1/settings`, { ...post, data: { purpose: "agreed" } });
		await page.goto(`${url}/upload`);
		await page.getByLabel("Whose voice?").selectOption("My voice");
		await page.getByText("Analyse on the server instead of in this page").click();
		await page.setInputFiles("input[type=file]", clip);
		expect((await resultOf()).profile).toEqual({ used: true, why: null });
		expect(studio.foreign).toEqual([]);
		expect(studio.faults).toEqual([]);
	});
});
