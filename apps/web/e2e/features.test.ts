import { readFileSync } from "node:fs";
import { decodeToMono } from "@undertone/audio";
import { getFeatureSet } from "@undertone/speech";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clip, executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

describe.skipIf(executablePath === undefined)("the features page (skipped without a Chromium)", () => {
	let studio: OpenStudio;
	beforeAll(async () => {
		studio = await openStudio();
	});
	afterAll(() => studio?.close());

	/** A downloaded table as rows of fields; none of those read here holds a comma. */
	async function download(button: string): Promise<string[][]> {
		const { page } = studio;
		const [file] = await Promise.all([
			page.waitForEvent("download"),
			page.getByRole("button", { name: button }).click(),
		]);
		const text = readFileSync(await file.path(), "utf8");
		return text
			.trim()
			.split("\r\n")
			.map((row) => row.split(","));
	}

	it("measures a file in the page: the numbers are those of the library", async () => {
		const { page, server } = studio;
		await page.goto(`${server.url}/features`);
		await page.setInputFiles("input[type=file]", clip);
		await page.getByRole("heading", { name: "speech-fixture.wav, in words" }).waitFor();
		await page.locator(".summary").waitFor();
		const { signal } = await decodeToMono(readFileSync(clip));
		for (const id of ["prosody@1", "s1-mfcc40@1", "undertone@1"]) {
			await page.selectOption("#set", id);
			const rows = await download(`Download ${id} (CSV)`);
			const set = getFeatureSet(id);
			expect(rows.slice(1).map(([name]) => name)).toEqual(set.features.map(({ name }) => name));
			if (set.sampleRate !== 16_000) continue;
			const expected = set.extract(signal).data;
			for (const [i, [name, value]] of rows.slice(1).entries()) {
				const wanted = expected[i] as number;
				if (Number.isNaN(wanted)) expect(value, name).toBe("");
				else expect(Math.abs(Number(value) - wanted), name).toBeLessThan(1e-4 + 1e-4 * Math.abs(wanted));
			}
		}
	});

	it("shows what is usual for a number, and finds it by its definition", async () => {
		const { page } = studio;
		await page.selectOption("#set", "temporal@1");
		await page.fill("#find", "longest pause");
		const row = page.getByRole("row", { name: /pauseLongest/ });
		await row.waitFor();
		expect(await row.textContent()).toMatch(
			/s(very low|low|usual|high|very high): .+ to .+de Jong & Wempe 2009/,
		);
		expect(await page.locator(".functionals tbody tr").count()).toBe(1);
		expect(await seriousViolations(page)).toEqual([]);
	});

	it("draws everything over time, and reads it at the cursor", async () => {
		const { page } = studio;
		for (const name of [
			/^Waveform with \d+ syllables/,
			/^Spectrogram/,
			/^Pitch/,
			/^Intensity/,
			/^Mel-/,
			/^Chroma/,
		]) {
			await page.getByRole("img", { name }).waitFor();
		}
		await page.getByRole("slider", { name: "Time" }).fill("0.3");
		expect(await page.locator(".readout").textContent()).toMatch(
			/^0\.30 s · pitch \d+\.\d Hz · \d+\.\d dB · F1 \d+ Hz/,
		);
		const rows = await download("Download the tracks (CSV, every 10 ms)");
		expect(rows[0]?.slice(0, 4)).toEqual(["time_s", "f0_hz", "intensity_db", "f1_hz"]);
		expect(rows.length - 1).toBe(Math.floor(29_230 / 160) + 1);
	});

	it("takes the sample, what the browser alone can decode, and the recording of a result", async () => {
		const { page, server } = studio;
		await page.getByRole("button", { name: "Use a sample" }).click();
		await page.getByRole("heading", { name: /^sample/ }).waitFor();
		await page.setInputFiles("input[type=file]", clip.replace(/wav$/, "webm"));
		await page.getByRole("heading", { name: "speech-fixture.webm, in words" }).waitFor();
		await page.goto(server.url);
		await page.setInputFiles("input[type=file]", clip);
		await page.getByRole("link", { name: "All features of this recording" }).click();
		await page.getByRole("heading", { name: "speech-fixture.wav, in words" }).waitFor();
	});

	it("says in plain words what it cannot measure", async () => {
		const { page } = studio;
		const text = { name: "letter.wav", mimeType: "audio/wav", buffer: Buffer.from("Dear reader, a letter.") };
		await page.setInputFiles("input[type=file]", text);
		expect(await page.getByRole("alert").textContent()).toMatch(/"letter\.wav" is not audio: it holds text/);
		expect(studio.foreign).toEqual([]);
		expect(studio.faults).toEqual([]);
	});
});
