import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type RunningServer, readConfiguration, startServer } from "@undertone/server";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { buildWebIfStale } from "../../../scripts/build-web.ts";
import { findChromium } from "../../../scripts/chromium.ts";

/** A browser to test with, or undefined where there is none. */
export const executablePath = findChromium();

/** A clip of known speech, which the fake microphone plays as well. */
export const clip = join(import.meta.dirname, "../../../packages/audio/fixtures/speech-fixture.wav");

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** The studio on a free port with an empty data folder, and a browser that looks at it. */
export interface OpenStudio {
	readonly server: RunningServer;
	readonly context: BrowserContext;
	readonly page: Page;
	/** Requests to any other site. */
	readonly foreign: readonly string[];
	/** Faults of scripts. */
	readonly faults: readonly string[];
	close(): Promise<void>;
}

/** What the browser's fake devices give. */
interface DeviceOptions {
	/** What the microphone plays; the clip by default. */
	readonly microphone?: string;
	/** Motion JPEG that the camera plays; Chromium's own test picture by default. */
	readonly camera?: string;
}

/**
 * Builds the page if it is stale, starts a server and Chromium with a fake microphone.
 *
 * @param settings - Configuration variables beside those of a test.
 */
export async function openStudio(
	settings: Readonly<Record<string, string>> = {},
	{ microphone = clip, camera }: DeviceOptions = {},
): Promise<OpenStudio> {
	await buildWebIfStale();
	const home = mkdtempSync(join(tmpdir(), "undertone-e2e-"));
	const server = await startServer(
		readConfiguration({ UNDERTONE_HOME: home, UNDERTONE_PORT: "0", UNDERTONE_LOG: "silent", ...settings }),
	);
	const browser: Browser = await chromium.launch({
		...(executablePath === undefined ? {} : { executablePath }),
		args: [
			"--no-sandbox",
			"--disable-gpu",
			"--disable-quic",
			"--no-first-run",
			"--disable-background-networking",
			"--disable-component-update",
			"--disable-sync",
			"--use-fake-ui-for-media-stream",
			"--use-fake-device-for-media-stream",
			`--use-file-for-fake-audio-capture=${microphone}`,
			...(camera === undefined ? [] : [`--use-file-for-fake-video-capture=${camera}`]),
		],
	});
	const context = await browser.newContext({ acceptDownloads: true });
	const page = await context.newPage();
	const foreign: string[] = [];
	const faults: string[] = [];
	page.on("request", (request) => {
		const url = new URL(request.url());
		if (url.protocol.startsWith("http") && url.origin !== server.url) foreign.push(request.url());
	});
	page.on("pageerror", (error) => faults.push(String(error)));
	return {
		server,
		context,
		page,
		foreign,
		faults,
		close: async () => {
			await browser.close();
			await server.close();
			rmSync(home, { recursive: true, force: true });
		},
	};
}

interface Violation {
	readonly id: string;
	readonly impact: string;
	readonly nodes: readonly { readonly html: string }[];
}

/** What axe finds serious or critical on a page, in a line each; empty is good. */
export async function seriousViolations(page: Page): Promise<string[]> {
	await page.waitForTimeout(200);
	await page.evaluate(axe);
	const violations = await page.evaluate<Violation[]>("axe.run().then(({ violations }) => violations)");
	return violations
		.filter(({ impact }) => impact === "serious" || impact === "critical")
		.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
}
