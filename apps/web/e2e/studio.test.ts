import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clip, executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

const password = "correct horse battery";

interface StoredResult {
	readonly label: string | null;
	readonly scores: Record<string, number>;
}

describe.skipIf(executablePath === undefined)("the studio in Chromium (skipped where there is none)", () => {
	let studio: OpenStudio;
	let server: OpenStudio["server"];
	let context: BrowserContext;
	let page: Page;

	beforeAll(async () => {
		studio = await openStudio();
		({ server, context, page } = studio);
	});

	afterAll(() => studio?.close());

	async function expectAccessible(): Promise<void> {
		expect(await seriousViolations(page)).toEqual([]);
	}

	async function stored(): Promise<StoredResult> {
		await page.waitForURL(/\/result\/[0-9a-f-]{36}$/);
		await page.locator(".headline").waitFor();
		const id = new URL(page.url()).pathname.split("/").at(-1);
		const response = await page.request.get(`${server.url}/api/v1/analyses/${id}`);
		return ((await response.json()) as { result: StoredResult }).result;
	}

	it.each(["/", "/login", "/register", "/accuracy", "/model", "/limits", "/record", "/upload", "/nowhere"])(
		"shows %s to a guest, and a screen reader can use it",
		async (path) => {
			await page.goto(server.url + path);
			await page.locator("h1").first().waitFor();
			await expectAccessible();
		},
	);

	it("has a card of each model", async () => {
		await page.goto(`${server.url}/`);
		await page.getByRole("link", { name: "Model cards" }).click();
		await page.getByRole("heading", { level: 1, name: /^speech@\d+$/ }).waitFor();
		await page.getByRole("link", { name: "Face", exact: true }).click();
		await page.getByRole("heading", { level: 1, name: /^face@\d+$/ }).waitFor();
	});

	it("loads less than 300 kB of script (gzip) before a model is needed", async () => {
		const fresh = await context.newPage();
		const sizes: Promise<number>[] = [];
		fresh.on("response", (response) => {
			if (response.url().endsWith(".js")) sizes.push(response.body().then((body) => gzipSync(body).length));
		});
		await fresh.goto(`${server.url}/`);
		await fresh.waitForLoadState("networkidle");
		const size = (await Promise.all(sizes)).reduce((sum, bytes) => sum + bytes, 0);
		await fresh.close();
		expect(size).toBeGreaterThan(1000);
		expect(size).toBeLessThan(300_000);
	});

	it("analyses a guest's file in the page and stores nothing", async () => {
		await page.goto(`${server.url}/`);
		await page.setInputFiles("input[type=file]", clip);
		await page.waitForURL(/\/result\/visit-/, { timeout: 60_000 });
		const words = await page.locator(".headline").textContent();
		expect(words).toMatch(/^(Sounds most like .+ \(\d+ %\)|Not sure)$/);
		await expectAccessible();
	});

	it("says in plain words that a text is no recording", async () => {
		await page.goto(`${server.url}/upload`);
		await page.setInputFiles("input[type=file]", {
			name: "letter.wav",
			mimeType: "audio/wav",
			buffer: Buffer.from("Dear reader, this is a letter."),
		});
		expect(await page.getByRole("alert").textContent()).toMatch(/"letter\.wav" is not audio: it holds text/);
	});

	it("leads a guest who asks for the history to the log-in, and registers with a purpose", async () => {
		await page.goto(`${server.url}/history`);
		await page.waitForURL(/\/login\?next=%2Fhistory/);
		await page.goto(`${server.url}/register`);
		await page.fill("#name", "Ada");
		await page.fill("#email", "ada@example.org");
		await page.fill("#password", password);
		await page.getByRole("button", { name: "Create account" }).click();
		await page.waitForURL(/\/studio$/);
		await page.getByText("My own voice", { exact: true }).click();
		await expectAccessible();
		await page.getByRole("button", { name: "Go on" }).click();
		await page.getByRole("heading", { name: "Upload recordings" }).waitFor();
		await expectAccessible();
	});

	it("logs out and in again; a wrong password is refused in words", async () => {
		await page.getByRole("button", { name: "Log out" }).click();
		await page.getByRole("link", { name: "Log in" }).click();
		await page.fill("#email", "ada@example.org");
		await page.fill("#password", "not the password");
		await page.getByRole("button", { name: "Log in" }).click();
		expect(await page.getByRole("alert").textContent()).toMatch(/password/i);
		await page.fill("#password", password);
		await page.getByRole("button", { name: "Log in" }).click();
		await page.waitForURL(/\/studio$/);
	});

	it("gives the same scores in the page and on the server, within 1e-3", async () => {
		await page.goto(`${server.url}/upload`);
		await page.getByText("The voice is my own").click();
		await page.setInputFiles("input[type=file]", clip);
		await page.getByRole("link", { name: /Sounds most like|Not sure/ }).click();
		const inPage = await stored();
		await expectAccessible();
		await page.goto(`${server.url}/upload`);
		await page.getByText("The voice is my own").click();
		await page.getByText("Analyse on the server instead of in this page").click();
		await page.setInputFiles("input[type=file]", clip);
		await page.getByRole("link", { name: /Sounds most like|Not sure/ }).click();
		const onServer = await stored();
		expect(onServer.label).toBe(inPage.label);
		expect(Object.keys(inPage.scores)).toHaveLength(7);
		for (const [label, score] of Object.entries(inPage.scores)) {
			expect(Math.abs((onServer.scores[label] ?? Number.NaN) - score)).toBeLessThan(1e-3);
		}
	});

	it("corrects a result, finds it in the history, and exports it", async () => {
		await page.selectOption("#correction", "happy");
		await page.fill("#note", "made by a machine");
		await page.getByRole("button", { name: "Save" }).click();
		await page.getByText("Saved.").waitFor();
		await page.goto(`${server.url}/history`);
		await page.fill("#search", "machine");
		const found = page.getByRole("link", { name: "speech-fixture.wav" });
		await expect.poll(() => found.count()).toBe(1);
		await expectAccessible();
		for (const format of ["JSON", "CSV"]) {
			const [download] = await Promise.all([
				page.waitForEvent("download"),
				page.getByRole("link", { name: `Export ${format}` }).click(),
			]);
			expect(readFileSync(await download.path(), "utf8")).toContain("made by a machine");
		}
	});

	it("plays a kept recording from the history, with its spectrogram", async () => {
		await page.goto(`${server.url}/upload`);
		await page.getByText("The voice is my own").click();
		await page.getByText("Keep the recording on the server").click();
		await page.setInputFiles("input[type=file]", clip);
		await page.getByRole("link", { name: /Sounds most like|Not sure/ }).click();
		await stored();
		await page.reload();
		await page.getByRole("img", { name: /Spectrogram/ }).waitFor();
		await page.getByRole("button", { name: "Play" }).click();
		await expect
			.poll(() => page.evaluate<number>("document.querySelector('audio').currentTime"))
			.toBeGreaterThan(0.1);
		await page.getByRole("button", { name: "Delete this result" }).click();
		await page.getByRole("button", { name: "Delete it for good" }).click();
		await page.waitForURL(/\/history$/);
	});

	it("shows the stored outline and says that playback is not kept", async () => {
		await page.goto(`${server.url}/history`);
		await page.getByRole("link", { name: "speech-fixture.wav" }).first().click();
		await page.getByText("The recording was not kept").waitFor();
	});

	it("stores nothing of a recording whose upload to the server is cancelled", async () => {
		const seconds = 200;
		const wav = Buffer.alloc(44 + 2 * 16_000 * seconds);
		wav.write("RIFF\0\0\0\0WAVEfmt ", "latin1");
		wav.writeUInt32LE(wav.length - 8, 4);
		for (const [at, value] of [
			[16, 16],
			[24, 16_000],
			[28, 32_000],
			[40, wav.length - 44],
		] as const)
			wav.writeUInt32LE(value, at);
		for (const [at, value] of [
			[20, 1],
			[22, 1],
			[32, 2],
			[34, 16],
		] as const)
			wav.writeUInt16LE(value, at);
		wav.write("data", 36, "latin1");
		for (let i = 44; i < wav.length; i += 2) wav.writeInt16LE(Math.round(8000 * Math.sin(i / 20)), i);
		await page.goto(`${server.url}/upload`);
		await page.getByText("The voice is my own").click();
		await page.getByText("Analyse on the server instead of in this page").click();
		const sent = page.waitForRequest(/\/api\/v1\/analyses$/);
		await page.setInputFiles("input[type=file]", { name: "long.wav", mimeType: "audio/wav", buffer: wav });
		await sent;
		await page.getByRole("button", { name: "Cancel" }).click();
		await page.getByText("cancelled").waitFor();
		await page.waitForTimeout(4000);
		const history = await page.request.get(`${server.url}/api/v1/analyses?query=long.wav`);
		expect(((await history.json()) as { total: number }).total).toBe(0);
	});

	it("records the known clip through a microphone and analyses it in the page", async () => {
		await page.goto(`${server.url}/record`);
		await page.getByText("The voice is my own").click();
		await page.getByRole("button", { name: "Start recording" }).click();
		await page.waitForTimeout(4000);
		await expectAccessible();
		await page.getByRole("button", { name: "Stop and analyse" }).click();
		await page.waitForURL(/\/result\//, { timeout: 60_000 });
		await page.locator(".headline").waitFor();
		// Speech was heard in it: there are scores.
		expect(await page.locator(".bar").count()).toBe(7);
	});

	it("makes a token for a program, shows it once, and ends it", async () => {
		await page.goto(`${server.url}/account`);
		await page.fill("#token-name", "my script");
		await page.getByRole("button", { name: "Make a token" }).click();
		const token = (await page.locator("code", { hasText: "undertone_" }).textContent()) ?? "";
		const ask = async (): Promise<number> => {
			const headers = { authorization: `Bearer ${token}` };
			return (await fetch(`${server.url}/api/v1/analyses`, { headers })).status;
		};
		expect(await ask()).toBe(200);
		await page.getByRole("button", { name: "End my script" }).click();
		await page.getByText("my script").first().waitFor({ state: "detached" });
		expect(await ask()).toBe(401);
	});

	it("deletes the account with everything in it", async () => {
		await page.goto(`${server.url}/account`);
		await page.locator("#delete-password").waitFor();
		await page.getByText("Keep results in my history").waitFor();
		await expectAccessible();
		await page.fill("#delete-password", password);
		await page.getByRole("button", { name: "Delete my account" }).click();
		await page.waitForURL(`${server.url}/`);
		const answer = await page.request.post(`${server.url}/api/auth/sign-in/email`, {
			data: { email: "ada@example.org", password },
			headers: { origin: server.url },
		});
		expect(answer.status()).toBe(401);
	});

	it("asked no other site for anything, and no script failed on its way", () => {
		expect(studio.foreign).toEqual([]);
		expect(studio.faults).toEqual([]);
	});
});
