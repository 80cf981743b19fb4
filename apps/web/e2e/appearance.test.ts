import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { clip, executablePath, type OpenStudio, openStudio, seriousViolations } from "./open-studio.ts";

const guestPages = [
	"/",
	"/login",
	"/register",
	"/accuracy",
	"/model",
	"/model/face",
	"/limits",
	"/features",
	"/faces",
	"/live",
	"/record",
	"/upload",
	"/voices",
	"/no",
];
const userPages = ["/studio", "/history", "/account", "/upload", "/record", "/voices", "/result/last"];
const looks = [
	{ name: "on a phone", width: 390, height: 844, colorScheme: "light" },
	{ name: "on a phone in the dark", width: 390, height: 844, colorScheme: "dark" },
	{ name: "on a desktop in the dark", width: 1280, height: 800, colorScheme: "dark" },
] as const;

describe.skipIf(executablePath === undefined)("how the studio looks (skipped without a Chromium)", () => {
	let studio: OpenStudio;
	let page: Page;
	let lastResult = "";

	beforeAll(async () => {
		studio = await openStudio();
		page = studio.page;
	});
	afterAll(() => studio?.close());

	async function open(path: string): Promise<void> {
		await page.goto(studio.server.url + path.replace("/result/last", lastResult));
		await page.locator("h1").first().waitFor();
		await page.locator(".spinner-line").waitFor({ state: "detached" });
	}

	/** Nothing serious for a screen reader in any look, and nothing wider than the narrowest phone. */
	async function expectFine(path: string): Promise<void> {
		const found: string[] = [];
		for (const { name, width, height, colorScheme } of looks) {
			await page.setViewportSize({ width, height });
			await page.emulateMedia({ colorScheme });
			await open(path);
			found.push(...(await seriousViolations(page)).map((words) => `${name}: ${words}`));
		}
		await page.setViewportSize({ width: 360, height: 740 });
		await page.waitForTimeout(100);
		const over = await page.evaluate<number>(
			"document.documentElement.scrollWidth - document.documentElement.clientWidth",
		);
		if (over > 0) found.push(`${over} px wider than a phone of 360 px`);
		expect(found).toEqual([]);
	}

	it.each(guestPages)("is fine for a guest at %s", async (path) => {
		await expectFine(path);
	});

	it("is fine where a purpose is chosen", async () => {
		await page.request.post(`${studio.server.url}/api/auth/sign-up/email`, {
			data: { name: "Ada", email: "ada@example.org", password: "correct horse battery" },
			headers: { origin: studio.server.url },
		});
		await expectFine("/studio");
		await page.request.put(`${studio.server.url}/api/v1/settings`, {
			data: { purpose: "agreed" },
			headers: { origin: studio.server.url },
		});
	});

	it("is fine with a history that is empty", async () => {
		await expectFine("/history");
	});

	it("is fine while a result is fresh, with its spectrogram", async () => {
		await open("/upload");
		await page.setInputFiles("input[type=file]", clip);
		await page.getByRole("link", { name: /Sounds most like|Not sure/ }).click();
		await page.waitForURL(/\/result\/[0-9a-f-]{36}$/);
		await page.getByRole("img", { name: /Spectrogram/ }).waitFor();
		lastResult = new URL(page.url()).pathname;
		expect(await seriousViolations(page)).toEqual([]);
	});

	it.each(userPages)("is fine for who is logged in at %s", async (path) => {
		await expectFine(path);
	});
});
